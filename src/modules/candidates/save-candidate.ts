import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { type CandidateFields, changedFields, missingOf } from './candidates.edit.ts'
import { candidateErrors } from './candidates.errors.ts'
import { candidateCreated, candidateUpdated } from './candidates.events.ts'
import * as repo from './candidates.repo.ts'

/** `email` lower-cased, `phone` as E.164. */
export type NewCandidate = Partial<CandidateFields> & { ownerId: string | null }

/** Adds a candidate; the row is there for later statements. @throws AppError 409 with the one that has the e-mail address */
export async function createCandidate(
  tx: TenantTx,
  ctx: EmitContext,
  input: NewCandidate,
): Promise<repo.CandidateRow> {
  const row: repo.CandidateRow = {
    ...BLANK,
    ...input,
    id: newId(),
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
  }
  if (!(await repo.insertCandidate(tx, row)))
    throw duplicateOf(await repo.findCandidateByEmail(tx, row.email ?? ''))
  emit(tx, ctx, candidateCreated, row.id, payloadOf(row))
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

/**
 * Fills what a locked candidate has nothing in, and answers what it then is. An e-mail address that another candidate
 * has is left out: two people are not made one by a resume.
 */
export async function updateCandidateFromResume(
  tx: TenantTx,
  ctx: EmitContext,
  row: repo.CandidateRow,
  fill: Partial<CandidateFields>,
): Promise<repo.CandidateRow> {
  const { email, ...missing } = missingOf(row, fill)
  const isFree = email && !(await repo.findCandidateByEmail(tx, email))
  return saveCandidate(tx, ctx, row, isFree ? { ...missing, email } : missing)
}

/** Writes the changes of a locked candidate and tells of them; without any it does neither. */
export function saveCandidate(
  tx: TenantTx,
  ctx: EmitContext,
  before: repo.CandidateRow,
  changes: Partial<CandidateFields>,
): repo.CandidateRow {
  const after = { ...before, ...changes }
  const changed = changedFields(before, after)
  if (changed.length === 0) return before
  const saved = { ...after, version: before.version + 1, updatedAt: tx.now }
  repo.updateCandidate(tx, saved.id, saved)
  emit(tx, ctx, candidateUpdated, saved.id, { ...payloadOf(saved), changed })
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

/** @throws AppError 409 where another live candidate has the e-mail address */
export async function assertEmailFree(tx: TenantTx, email: string | null | undefined): Promise<void> {
  const existing = email ? await repo.findCandidateByEmail(tx, email) : undefined
  if (existing) throw duplicateOf(existing)
}

/** Names the other candidate only to those who may see it. */
const duplicateOf = (existing: repo.CandidateRow | undefined) =>
  new AppError(candidateErrors.duplicate, { members: { existing_id: existing?.id ?? null } })
