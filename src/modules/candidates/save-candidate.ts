import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { type ExternalId, setExternalIds } from '#src/modules/external-ids/index.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { type CandidateFields, changedFields } from './candidates.edit.ts'
import { candidateCreated, candidateUpdated } from './candidates.events.ts'
import * as repo from './candidates.repo.ts'
import type { ContactChange } from './change-contacts.ts'
import { insertPhones, takeEmails } from './contacts.repo.ts'
import { nextContacts, primaryOf } from './contacts.ts'
import { duplicateOf } from './duplicates.ts'
import { experienceTenths, fillSections, type ProfileContents } from './edit-sections.ts'
import { indexProfile } from './search.repo.ts'

/** `email` lower-cased, `phone` as E.164. */
export type NewCandidate = Partial<CandidateFields> &
  ContactChange & {
    ownerId: string | null
    externalIds?: ExternalId[] | undefined
    /** What a resume says. */
    profile?: ProfileContents | undefined
  }

/** Adds a candidate; the row is there for later statements. @throws AppError 409 with the one that has an e-mail address */
export async function createCandidate(
  tx: TenantTx,
  ctx: EmitContext,
  { emails, phones, externalIds = [], profile, ...fields }: NewCandidate,
  id = newId(),
): Promise<repo.CandidateRow> {
  const allEmails = nextContacts([], { all: emails, primary: fields.email })
  const allPhones = nextContacts([], { all: phones, primary: fields.phone })
  const row: repo.CandidateRow = {
    ...BLANK,
    ...fields,
    email: primaryOf(allEmails),
    phone: primaryOf(allPhones),
    id,
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
  }
  if (!(await takeEmails(tx, id, allEmails))) throw await duplicateOf(tx, allEmails)
  const { experiences } = profile ? await fillSections(tx, id, profile, true) : { experiences: [] }
  await repo.insertCandidate(tx, row, experienceTenths(experiences, tx.now))
  insertPhones(tx, id, allPhones)
  await setExternalIds(tx, 'candidate', id, externalIds)
  emit(tx, ctx, candidateCreated, id, payloadOf(row))
  indexProfile(tx, id)
  return row
}

const BLANK: CandidateFields = {
  email: null,
  firstName: null,
  lastName: null,
  phone: null,
  headline: null,
  company: null,
  location: null,
  links: [],
  source: null,
}

/** What a change of a candidate consists of beside the event, the version and what a search finds. */
export interface CandidateChange {
  fields?: Partial<CandidateFields>
  /** Columns that no member of the API shows as they are. */
  derived?: Pick<repo.CandidateChanges, 'experienceTenths' | 'editedSections'>
  /** The members of the API whose rows were written in tables of their own. */
  elsewhere?: readonly string[]
}

/**
 * Writes the changes of a locked candidate and tells of them; without any it does neither. Everything that a search may
 * find goes through here.
 */
export function saveCandidate(
  tx: TenantTx,
  ctx: EmitContext,
  before: repo.CandidateRow,
  { fields = {}, derived = {}, elsewhere = [] }: CandidateChange,
): repo.CandidateRow {
  const after = { ...before, ...fields }
  const changed = [...changedFields(before, after), ...elsewhere]
  if (changed.length === 0) return before
  const saved = { ...after, version: before.version + 1, updatedAt: tx.now }
  repo.updateCandidate(tx, saved.id, { ...saved, ...derived })
  emit(tx, ctx, candidateUpdated, saved.id, { ...payloadOf(saved), changed })
  indexProfile(tx, saved.id)
  return saved
}

/** Tells of a change to what hangs off a locked candidate and is shown with it. */
export function touchCandidate(
  tx: TenantTx,
  ctx: EmitContext,
  { version, ...candidate }: repo.CandidateRow,
  changed: string[],
): void {
  const saved = { ...candidate, version: version + 1, updatedAt: tx.now }
  repo.updateCandidate(tx, saved.id, { version: saved.version, updatedAt: saved.updatedAt })
  emit(tx, ctx, candidateUpdated, saved.id, { ...payloadOf(saved), changed })
}

export const payloadOf = ({ source, ownerId, version }: repo.CandidateRow) => ({
  source,
  owner_id: ownerId,
  version,
})
