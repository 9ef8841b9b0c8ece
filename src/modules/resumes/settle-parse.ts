import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { candidateErrors } from '#src/modules/candidates/index.ts'
import { failOperation, succeedOperation } from '#src/modules/operations/index.ts'
import { emit } from '#src/platform/events/events.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { type Claim, claimResume } from './claim-resume.ts'
import type { ParseResult } from './parser/types.ts'
import { REASONS, type Reason } from './reasons.ts'
import { isFinished, lockParse, type OwedParse, updateParse } from './resume-parses.repo.ts'
import { resumeParsed, resumeParseFailed } from './resumes.events.ts'
import { storable } from './storable.ts'

/** What reading a file came to: the parser's result, or why there is none. */
export type Outcome = ParseResult | Reason

/** Writes down once what became of a parse, with the candidate and the application that follow from it. */
export async function settleParse(ctx: TaskContext, parseId: string, outcome: Outcome): Promise<void> {
  const clean = storable(outcome)
  const settle = () => withTenant(ctx, (tx) => settleOnce(tx, ctx, parseId, clean))
  try {
    await settle()
  } catch (error) {
    if (!isCollision(error)) throw error
    // Another transaction added the same person meanwhile: this time they are found.
    await settle()
  }
}

const UNIQUE_VIOLATION = '23505'

const isCollision = (error: unknown) =>
  (error instanceof AppError && error.kind === candidateErrors.duplicate) ||
  (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)

async function settleOnce(tx: TenantTx, ctx: TaskContext, parseId: string, outcome: Outcome): Promise<void> {
  const parse = await lockParse(tx, parseId)
  if (!parse || isFinished(parse)) return
  if (typeof outcome === 'string') return fail(tx, ctx, parse, [outcome])
  const { state, parsed_data: data, content_type: contentType } = outcome
  if (state === 'failed' || !data) return fail(tx, ctx, parse, outcome.reason_codes, outcome)
  const claim = await claimResume(tx, ctx, parse, { data, text: outcome.text, contentType })
  if (!claim) return fail(tx, ctx, parse, ['candidate.deleted'], outcome)
  succeed(tx, ctx, parse, { ...outcome, state }, claim)
}

function succeed(
  tx: TenantTx,
  ctx: TaskContext,
  { id, operationId, resumeId, jobId }: OwedParse,
  result: ParseResult & { state: 'parsed' | 'needs_review' },
  { candidateId, applicationId, reasons }: Claim,
): void {
  const { state } = result
  const reasonCodes = [...result.reason_codes, ...reasons]
  updateParse(tx, id, {
    ...readingOf(result),
    state,
    candidateId,
    applicationId,
    reasonCodes,
    parsedData: result.parsed_data,
    provenance: result.provenance,
    text: result.text,
    finishedAt: tx.now,
  })
  const facts = {
    parse_id: id,
    candidate_id: candidateId,
    application_id: applicationId,
    state,
    reason_codes: reasonCodes,
  }
  // Whoever uploaded a file may not see the candidate it turned out to belong to: the rest is read from the parse.
  if (operationId) succeedOperation(tx, operationId, { resume_id: resumeId, parse_id: id, state })
  emit(tx, ctx, resumeParsed, resumeId, { ...facts, job_id: jobId })
}

/** Makes neither a candidate nor an application, and keeps nothing of what the file says. */
function fail(
  tx: TenantTx,
  ctx: TaskContext,
  { id, operationId, resumeId, candidateId, jobId }: OwedParse,
  reasons: Reason[],
  result?: ParseResult,
): void {
  const reading = result ? readingOf(result) : {}
  updateParse(tx, id, { ...reading, state: 'failed', reasonCodes: reasons, finishedAt: tx.now })
  const code = reasons[0] ?? 'parse.crashed'
  if (operationId) failOperation(tx, operationId, { code, detail: REASONS[code] })
  const facts = { parse_id: id, candidate_id: candidateId, job_id: jobId, reason_codes: reasons }
  emit(tx, ctx, resumeParseFailed, resumeId, facts)
}

const readingOf = (result: ParseResult) => ({
  parserVersion: result.parser_version,
  language: result.language,
  pageCount: result.page_count,
})
