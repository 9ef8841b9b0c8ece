import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { type CandidateRow, indexResumeText, lockCandidate } from '#src/modules/candidates/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { changePrimary, successorOf } from './change-primary.ts'
import { correctCandidate } from './correct-candidate.ts'
import type { ParsedEdits } from './parse-edits.schemas.ts'
import { applyEdits, mergeEdits } from './parse-edits.ts'
import { findParse, lockParse, type OwedParse, type ParseRow, updateParse } from './resume-parses.repo.ts'
import { assertReviewable, type ReviewAction } from './resume-parses.states.ts'
import { resumeParseErrors } from './resumes.errors.ts'
import { resumeParsed, resumeParseFailed } from './resumes.events.ts'
import { presentParse } from './resumes.present.ts'
import { findPrimaryResume, isRead, updateResume } from './resumes.repo.ts'
import { uploadOf } from './settle-parse.ts'
import { sightOf } from './sight.ts'

/** A person finds a parse right, or puts it right. @throws AppError 404, 409 */
export const acceptParse = (ctx: RequestContext, id: string, edits: ParsedEdits = {}) =>
  withTenant(ctx, async (tx) => {
    const { owed, row, candidate } = await underReview(ctx, tx, id, 'accept')
    const found = { data: row.parsedData, provenance: row.provenance ?? {} }
    const { data, provenance } = applyEdits(found, edits, tx.now)
    await correctCandidate(tx, ctx, candidate, { before: found.data, after: data, empties: true })
    const changes = { state: 'parsed', parsedData: data, provenance } as const
    updateParse(tx, id, { ...changes, edits: mergeEdits(owed.edits, edits) })
    updateResume(tx, row.resumeId, {})
    emit(tx, ctx, resumeParsed, row.resumeId, {
      ...uploadOf(owed),
      candidate_id: candidate.id,
      application_id: row.applicationId,
      state: 'parsed',
      reason_codes: row.reasonCodes,
    })
    return presentParse({ ...row, ...changes, updatedAt: tx.now }, ctx.principal)
  })

/**
 * A person finds a parse worthless: what it found is forgotten. The candidate and the application that were made of it
 * are left to whoever rejects it. @throws AppError 404, 409
 */
export const rejectParse = (ctx: RequestContext, id: string) =>
  withTenant(ctx, async (tx) => {
    const { owed, row } = await underReview(ctx, tx, id, 'reject')
    const reasonCodes = ['review.rejected', ...row.reasonCodes]
    const changes = { state: 'failed', reasonCodes, parsedData: null, provenance: null } as const
    updateParse(tx, id, { ...changes, text: null })
    if (!(await yieldToSuccessor(tx, ctx, owed))) updateResume(tx, row.resumeId, {})
    if (owed.candidateId) indexResumeText(tx, owed.candidateId)
    emit(tx, ctx, resumeParseFailed, row.resumeId, { ...uploadOf(owed), reason_codes: reasonCodes })
    return presentParse({ ...row, ...changes, updatedAt: tx.now }, ctx.principal)
  })

/** A primary resume of which nothing is read any more makes way for one that was read, where there is one. */
async function yieldToSuccessor(
  tx: TenantTx,
  ctx: RequestContext,
  { id, resumeId, candidateId, isPrimary }: OwedParse,
): Promise<boolean> {
  if (!isPrimary || !candidateId || (await isRead(tx, resumeId, id))) return false
  const [rejected, successor] = [
    await findPrimaryResume(tx, candidateId),
    await successorOf(tx, { id: resumeId, candidateId }),
  ]
  if (!rejected || !successor) return false
  changePrimary(tx, ctx, rejected, false)
  changePrimary(tx, ctx, successor, true)
  return true
}

interface UnderReview {
  owed: OwedParse
  row: ParseRow & { parsedData: NonNullable<ParseRow['parsedData']> }
  candidate: CandidateRow
}

/** Locks a parse and then its candidate, as every writer of both does. */
async function underReview(
  ctx: RequestContext,
  tx: TenantTx,
  id: string,
  action: ReviewAction,
): Promise<UnderReview> {
  const owed = await lockParse(tx, id)
  const row = owed && (await findParse(tx, id, sightOf(ctx)))
  if (!row) throw new AppError(resumeParseErrors.not_found)
  assertReviewable(row.state, action)
  const candidate = owed.candidateId ? await lockCandidate(tx, owed.candidateId) : undefined
  const { parsedData } = row
  if (!candidate || !parsedData) throw new AppError(resumeParseErrors.not_found)
  return { owed, row: { ...row, parsedData }, candidate }
}
