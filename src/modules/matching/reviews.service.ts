import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { emit } from '#src/platform/events/events.ts'
import { findMatch, lockMatch, type MatchRow } from './matches.read.ts'
import { matchErrors } from './matching.errors.ts'
import { matchReviewed, reviewRequested } from './matching.events.ts'
import { presentJobMatch, presentReview } from './matching.present.ts'
import { candidatesBeside } from './matching.service.ts'
import { personOf } from './person-of.ts'
import * as repo from './reviews.repo.ts'
import type { reviewBody, reviewRequestBody } from './reviews.schemas.ts'

/** Asks for a person to look at a match. What an earlier review said no longer counts in the order. */
export const requestReview = (
  ctx: RequestContext,
  id: string,
  { reason = null }: z.output<typeof reviewRequestBody>,
) =>
  takeStep(ctx, id, 'request', (tx, row) => {
    emit(tx, ctx, reviewRequested, id, pairOf(row))
    return { state: 'requested', outcome: null, score: null, decision: null, reason }
  })

/** What came of it. The machine's score stays: what a person says stands beside it. */
export const completeReview = (
  ctx: RequestContext,
  id: string,
  { outcome, score = null, decision = null, reason = null }: z.output<typeof reviewBody>,
) =>
  takeStep(ctx, id, 'complete', (tx, row) => {
    emit(tx, ctx, matchReviewed, id, { ...pairOf(row), outcome, decision })
    const hundredths = score === null ? null : Math.round(score * 100)
    return { state: 'reviewed', outcome, score: hundredths, decision, reason }
  })

export function listReviews(ctx: RequestContext, id: string, request: ListRequest) {
  return readTenant(ctx, async (tx) => {
    const { jobId, candidateId } = found(await findMatch(tx, id, personOf(ctx)))
    return pageOf(await repo.listReviews(tx, request, { pair: { jobId, candidateId } }), presentReview)
  })
}

type Step = Pick<repo.ReviewRow, 'state' | 'outcome' | 'score' | 'decision' | 'reason'>
type Action = 'request' | 'complete'

function takeStep(
  ctx: RequestContext,
  id: string,
  action: Action,
  step: (tx: TenantTx, row: MatchRow) => Step,
) {
  return withTenant(ctx, async (tx) => {
    const row = found(await lockMatch(tx, id))
    assertAllowed(row, action)
    const taken = step(tx, row)
    const reviewedScore = (taken.outcome === 'overridden' ? taken.score : null) ?? row.score
    const entry: repo.ReviewRow = {
      ...taken,
      id: newId(),
      matchId: id,
      jobId: row.jobId,
      candidateId: row.candidateId,
      machineScore: row.score,
      scoringVersion: row.scoringVersion,
      preferencesId: row.preferencesId,
      actor: ctx.actor,
      actorId: ctx.principal.userId,
      occurredAt: tx.now,
    }
    repo.insertReview(tx, entry)
    repo.setReviewedScore(tx, id, reviewedScore)
    const candidateOf = await candidatesBeside(ctx, tx, [row])
    return presentJobMatch({ ...row, reviewedScore, review: latestOf(entry) }, candidateOf(row))
  })
}

/** A review is asked for, then done, then may be asked for again. */
function assertAllowed({ review }: MatchRow, action: Action): void {
  const state = review?.state ?? 'none'
  const allowed: Action = state === 'requested' ? 'complete' : 'request'
  if (action === allowed) return
  throw new AppError(matchErrors.invalid_transition, {
    members: {
      current_state: state,
      attempted: action,
      allowed: [allowed],
      reasons: {
        [action]: action === 'request' ? 'a review is under way' : 'needs a review that was requested',
      },
    },
  })
}

const latestOf = (row: repo.ReviewRow): MatchRow['review'] => ({
  state: row.state,
  outcome: row.outcome,
  score: row.score,
  decision: row.decision,
  reason: row.reason,
  machine_score: row.machineScore,
  scoring_version: row.scoringVersion,
  actor_id: row.actorId,
  occurred_at: row.occurredAt.toISOString(),
})

const pairOf = ({ jobId, candidateId }: MatchRow) => ({ job_id: jobId, candidate_id: candidateId })

function found(row: MatchRow | undefined): MatchRow {
  if (!row) throw new AppError(matchErrors.not_found)
  return row
}
