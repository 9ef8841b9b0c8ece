import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { pageOf } from '#src/http/list.ts'
import { Created } from '#src/http/route.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { emit } from '#src/platform/events/events.ts'
import { findMatch, findMatchOf } from './feedback.read.ts'
import * as repo from './feedback.repo.ts'
import { feedbackErrors } from './learning.errors.ts'
import { feedbackGiven, feedbackWithdrawn } from './learning.events.ts'
import { type Feedback, presentFeedback } from './learning.present.ts'
import type { feedbackBody } from './learning.schemas.ts'

/** What a person makes of a match; saying it again replaces what they said. */
export function giveFeedback(
  ctx: RequestContext,
  matchId: string,
  input: z.output<typeof feedbackBody>,
): Promise<Feedback | Created<Feedback>> {
  const said = saidIn(input)
  return withTenant(ctx, async (tx) => {
    const { userId } = ctx.principal
    const match = await findMatch(tx, matchId, ctx.reach === 'own' ? userId : null)
    if (!match) throw new AppError(feedbackErrors.match_not_found)
    const { jobId, candidateId } = match
    const before = await repo.lockOwnFeedback(tx, { jobId, candidateId, givenBy: userId })
    const stands = before !== undefined && before.withdrawnAt === null
    if (stands && SAID.every((field) => before[field] === said[field])) return presentFeedback(before)
    const row: repo.FeedbackRow = {
      ...said,
      id: before?.id ?? newId(),
      jobId,
      candidateId,
      givenBy: userId,
      applicationId: null,
      givenAt: tx.now,
      withdrawnAt: null,
      version: (before?.version ?? 0) + 1,
      createdAt: before?.createdAt ?? tx.now,
      updatedAt: tx.now,
    }
    if (before) repo.updateFeedback(tx, row)
    else repo.insertFeedback(tx, row)
    emit(tx, ctx, feedbackGiven, match.id, toldOf(row))
    const shown = presentFeedback(row)
    return stands ? shown : new Created(shown, `/v1/learning/feedback/${row.id}`)
  })
}

const SAID = ['action', 'outcome', 'rating', 'performanceRating', 'retentionMonths', 'reason'] as const

function saidIn(input: z.output<typeof feedbackBody>): Pick<repo.FeedbackRow, (typeof SAID)[number]> {
  const { action, outcome = OUTCOMES[action], rating = null, reason = null } = input
  const { performance_rating: performanceRating = null, retention_months: retentionMonths = null } = input
  if (outcome !== 'hired')
    assertNotHired({ performance_rating: performanceRating, retention_months: retentionMonths })
  return { action, outcome, rating, reason, performanceRating, retentionMonths }
}

const OUTCOMES = { shortlist: 'pending', interview: 'pending', hire: 'hired', reject: 'not_hired' } as const

function assertNotHired(marks: Record<string, number | null>): void {
  const errors = Object.entries(marks)
    .filter(([, mark]) => mark !== null)
    .map(([name]) => ({ pointer: `/${name}`, code: 'not_hired', message: 'needs the outcome `hired`' }))
  if (errors.length > 0) throw new AppError(feedbackErrors.not_hired, { errors })
}

export const listFeedback = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) => {
    const source = request.filters.find(({ field }) => field === 'source')?.value
    const filters = request.filters.filter(({ field }) => field !== 'source')
    const page = await repo.listFeedback(
      tx,
      { ...request, filters },
      { ...(source === 'person' && { said: {} }), ...(source === 'application' && { derived: {} }) },
    )
    return pageOf(page, presentFeedback)
  })

export const readFeedback = (ctx: RequestContext, id: string): Promise<Feedback> =>
  readTenantOnce(ctx, async (tx) => presentFeedback(found(await repo.findFeedback(tx, id))))

/** Takes back what one said; an admin what anybody said. What an application says is taken back there. */
export async function withdrawFeedback(ctx: RequestContext, id: string): Promise<void> {
  const { userId, role } = ctx.principal
  await withTenant(ctx, async (tx) => {
    const { jobId, candidateId, givenBy } = found(await repo.findFeedback(tx, id))
    if (givenBy === null) throw new AppError(feedbackErrors.derived)
    if (role !== 'admin' && givenBy !== userId)
      throw new AppError(authErrors.forbidden_action, {
        detail: 'Only whoever said it, or an admin, takes it back.',
      })
    const row = found(await repo.lockOwnFeedback(tx, { jobId, candidateId, givenBy }))
    if (row.withdrawnAt !== null) throw new AppError(feedbackErrors.not_found)
    const withdrawn = { ...row, withdrawnAt: tx.now, version: row.version + 1, updatedAt: tx.now }
    repo.updateFeedback(tx, withdrawn)
    emit(tx, ctx, feedbackWithdrawn, (await findMatchOf(tx, row)) ?? id, toldOf(withdrawn))
  })
}

const toldOf = (row: repo.FeedbackRow) => ({
  feedback_id: row.id,
  job_id: row.jobId,
  candidate_id: row.candidateId,
  action: row.action,
  version: row.version,
})

function found(row: repo.FeedbackRow | undefined): repo.FeedbackRow {
  if (!row) throw new AppError(feedbackErrors.not_found)
  return row
}
