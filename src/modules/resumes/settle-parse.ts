import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { candidateErrors, indexResumeText } from '#src/modules/candidates/index.ts'
import { failOperation, settleItem, succeedOperation } from '#src/modules/operations/index.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { moveWindow } from './bulk-window.ts'
import { type Claim, claimResume } from './claim-resume.ts'
import { keepClaim } from './keep-claim.ts'
import { applyEdits } from './parse-edits.ts'
import type { ParsedData, ParseResult } from './parser/types.ts'
import { REASONS, type Reason } from './reasons.ts'
import { isFinished, lockParse, type OwedParse, updateParse } from './resume-parses.repo.ts'
import { resumeParsed, resumeParseFailed } from './resumes.events.ts'
import { updateResume } from './resumes.repo.ts'
import { storable } from './storable.ts'

/** What reading a file came to: the parser's result, or why there is none. */
export type Outcome = ParseResult | Reason

/** Writes down once what became of a parse, with the candidate and the application that follow from it: its task is done. */
export async function settleParse(ctx: TaskContext, parseId: string, outcome: Outcome): Promise<void> {
  const clean = storable(outcome)
  const settle = () =>
    withTenant(ctx, async (tx) => {
      await settleOnce(tx, ctx, parseId, clean)
      ctx.task.finishWith(tx)
    })
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
  const fail = (reasons: Reason[], result?: ParseResult) => {
    updateResume(tx, parse.resumeId, {})
    return failParse(tx, ctx, parse, reasons, result)
  }
  if (parse.isDeleted) return fail(['resume.deleted'])
  if (typeof outcome === 'string') return fail([outcome])
  const { state, parsed_data: found, provenance, reason_codes } = outcome
  if (state === 'failed' || !found) return fail(reason_codes, outcome)
  const { edits } = parse
  const findings = { data: found, provenance }
  const { data, ...traced } = edits ? applyEdits(findings, edits, tx.now) : findings
  const claim = parse.isClaimed
    ? await keepClaim(tx, ctx, parse, data)
    : await claimResume(tx, ctx, parse, { data, contentType: outcome.content_type })
  if (!claim) return fail(['candidate.deleted'], outcome)
  await succeed(tx, ctx, parse, { ...outcome, ...traced, state, parsed_data: data }, claim)
}

type Reading = ParseResult & { state: 'parsed' | 'needs_review'; parsed_data: ParsedData }

async function succeed(
  tx: TenantTx,
  ctx: TaskContext,
  parse: OwedParse,
  result: Reading,
  { candidateId, applicationId, reasons }: Claim,
): Promise<void> {
  const { state } = result
  const reasonCodes = [...result.reason_codes, ...reasons]
  updateParse(tx, parse.id, {
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
  indexResumeText(tx, candidateId)
  await report(tx, ctx, parse, { state, candidateId, reasonCodes })
  emit(tx, ctx, resumeParsed, parse.resumeId, {
    ...uploadOf(parse),
    candidate_id: candidateId,
    application_id: applicationId,
    state,
    reason_codes: reasonCodes,
  })
}

/** Ends a locked parse that makes neither a candidate nor an application and keeps nothing of what the file says. */
export async function failParse(
  tx: TenantTx,
  ctx: EmitContext,
  parse: OwedParse,
  reasons: Reason[],
  result?: ParseResult,
): Promise<void> {
  const reading = result ? readingOf(result) : {}
  updateParse(tx, parse.id, { ...reading, state: 'failed', reasonCodes: reasons, finishedAt: tx.now })
  const { candidateId } = parse
  await report(tx, ctx, parse, { state: 'failed', candidateId, reasonCodes: reasons })
  emit(tx, ctx, resumeParseFailed, parse.resumeId, { ...uploadOf(parse), reason_codes: reasons })
}

const readingOf = (result: ParseResult) => ({
  parserVersion: result.parser_version,
  language: result.language,
  pageCount: result.page_count,
})

/** What the events of a parse say about where it came from. */
export const uploadOf = ({ id, candidateId, jobId, operationId, operationItemId }: OwedParse) => ({
  parse_id: id,
  candidate_id: candidateId,
  job_id: jobId,
  bulk_id: operationItemId && operationId,
})

interface Ending {
  state: 'parsed' | 'needs_review' | 'failed'
  candidateId: string | null
  reasonCodes: string[]
}

/** Tells the operation, or the item of it, what became of the parse. */
async function report(tx: TenantTx, ctx: EmitContext, parse: OwedParse, ending: Ending): Promise<void> {
  const { id, resumeId, operationId, operationItemId } = parse
  if (!operationId) return
  const { state, candidateId, reasonCodes } = ending
  const result = { resume_id: resumeId, parse_id: id, state }
  const code = (reasonCodes[0] ?? 'parse.crashed') as Reason
  const error = state === 'failed' && { code, detail: REASONS[code] }
  if (operationItemId) {
    const told = { ...result, candidate_id: candidateId, reason_codes: reasonCodes }
    settleItem(tx, operationItemId, error ? { result: told, error } : { result: told })
    await moveWindow(tx, ctx, { id, operationId })
  } else if (error) failOperation(tx, operationId, error)
  // Whoever uploaded a file may not see the candidate it turned out to belong to: the rest is read from the parse.
  else succeedOperation(tx, operationId, result)
}
