import type { TenantTx } from '#src/db/tx.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import { type CandidateFields, missingOf } from './candidates.edit.ts'
import { type CandidateRow, findCandidateByEmail } from './candidates.repo.ts'
import { changeContacts } from './change-contacts.ts'
import {
  correctSections,
  experienceTenths,
  fillSections,
  type ProfileContents,
  type SectionCorrection,
} from './edit-sections.ts'
import { saveCandidate } from './save-candidate.ts'

/**
 * Fills what a locked candidate has nothing in, and answers what it then is. An e-mail address that another candidate
 * has is left out: two people are not made one by a resume. What a person has edited stays as it is.
 */
export async function updateCandidateFromResume(
  tx: TenantTx,
  ctx: EmitContext,
  row: CandidateRow,
  { profile, ...fill }: Partial<CandidateFields> & { profile?: ProfileContents | undefined },
): Promise<CandidateRow> {
  const { email, phone, ...missing } = missingOf(row, fill)
  const isFree = email && !(await findCandidateByEmail(tx, email))
  const contacts = await changeContacts(tx, row, {
    ...(isFree && { email }),
    ...(phone && { phone }),
  })
  const sections = profile && (await fillSections(tx, row.id, profile))
  const counted = sections?.filled.includes('experiences') && {
    experienceTenths: experienceTenths(sections.experiences, tx.now),
  }
  return saveCandidate(tx, ctx, row, {
    fields: { ...missing, ...contacts.fields },
    derived: counted || {},
    elsewhere: [...contacts.changed, ...(sections?.filled ?? [])],
  })
}

/** Writes fields and sections of a locked candidate as a resume is now known to say them, and answers what it then is. */
export async function correctCandidateFromResume(
  tx: TenantTx,
  ctx: EmitContext,
  row: CandidateRow,
  { email, phone, ...fields }: Partial<CandidateFields>,
  correction: SectionCorrection,
): Promise<CandidateRow> {
  const contacts = await changeContacts(tx, row, { email, phone })
  const { corrected, experiences } = await correctSections(tx, row.id, correction)
  const counted = corrected.includes('experiences') && {
    experienceTenths: experienceTenths(experiences, tx.now),
  }
  return saveCandidate(tx, ctx, row, {
    fields: { ...fields, ...contacts.fields },
    derived: counted || {},
    elsewhere: [...contacts.changed, ...corrected],
  })
}
