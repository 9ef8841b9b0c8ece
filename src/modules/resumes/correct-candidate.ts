import { isDeepStrictEqual } from 'node:util'
import type { TenantTx } from '#src/db/tx.ts'
import {
  type CandidateRow,
  correctCandidateFromResume,
  findCandidateByEmail,
} from '#src/modules/candidates/index.ts'
import type { EmitContext } from '#src/platform/events/events.ts'
import type { ParsedData } from './parser/types.ts'
import { profileOfResume } from './profile-of-resume.ts'
import { sectionsOfResume } from './sections-of-resume.ts'

const FIELDS = [
  'email',
  'firstName',
  'lastName',
  'phone',
  'headline',
  'company',
  'location',
  'links',
] as const satisfies readonly (keyof CandidateRow)[]

interface Correction {
  before: ParsedData | undefined
  after: ParsedData
  /** Whether what is not said any more is forgotten: a person's word, where a parser just finds less. */
  empties: boolean
}

/**
 * Brings a locked candidate from what a resume was found to say to what it says now. What a person changed meanwhile,
 * or emptied, is theirs and stays; and so does an e-mail address that another candidate has.
 */
export async function correctCandidate(
  tx: TenantTx,
  ctx: EmitContext,
  candidate: CandidateRow,
  { before, after, empties }: Correction,
): Promise<void> {
  const said: Partial<CandidateRow> = before ? profileOfResume(before) : {}
  const says: Partial<CandidateRow> = profileOfResume(after)
  const changes = Object.fromEntries(
    FIELDS.filter(
      (field) =>
        (empties || !isEmpty(says[field])) &&
        !isDeepStrictEqual(says[field], said[field]) &&
        isDeepStrictEqual(candidate[field], said[field] ?? (field === 'links' ? [] : null)),
    ).map((field) => [field, says[field]]),
  )
  const { email, ...others } = changes as Partial<CandidateRow>
  const mayTake = email === null || (email !== undefined && !(await findCandidateByEmail(tx, email)))
  await correctCandidateFromResume(tx, ctx, candidate, mayTake ? { ...others, email } : others, {
    said: before && sectionsOfResume(before),
    says: sectionsOfResume(after),
    empties,
  })
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)
