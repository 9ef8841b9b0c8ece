import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { AppError } from '#src/lib/errors.ts'
import { createApplicationIfPossible } from '#src/modules/applications/index.ts'
import {
  type CandidateRow,
  candidateErrors,
  createCandidate,
  findCandidateByEmail,
  lockCandidate,
  updateCandidateFromResume,
} from '#src/modules/candidates/index.ts'
import { failOperation, succeedOperation } from '#src/modules/operations/index.ts'
import { emit } from '#src/platform/events/events.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import type { ParsedData, ParseResult } from './parser/types.ts'
import { profileOfResume } from './profile-of-resume.ts'
import { REASONS, type Reason } from './reasons.ts'
import { lockParse, type OwedParse, updateParse } from './resume-parses.repo.ts'
import { resumeParsed, resumeParseFailed } from './resumes.events.ts'
import { findPrimaryResume, updateResume } from './resumes.repo.ts'
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
    // Another transaction added the same person meanwhile: this time it is found, and locked.
    await settle()
  }
}

const isCollision = (error: unknown) =>
  (error instanceof AppError && error.kind === candidateErrors.duplicate) ||
  (error instanceof Error && 'code' in error && error.code === '23505')

async function settleOnce(
  tx: TenantTx,
  ctx: TaskContext,
  parseId: string,
  outcome: Outcome,
): Promise<void> {
  const parse = await lockParse(tx, parseId)
  if (!parse || parse.finishedAt) return
  if (typeof outcome === 'string') return fail(tx, ctx, parse, [outcome])
  const { state, parsed_data: data } = outcome
  if (state === 'failed' || !data) return fail(tx, ctx, parse, outcome.reason_codes, outcome)
  const candidate = await candidateOf(tx, ctx, parse, data)
  if (!candidate) return fail(tx, ctx, parse, ['candidate.deleted'])
}
