import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { matches } from '#src/db/schema/matching.ts'
import { humanReviews } from '#src/db/schema/reviews.ts'
import { query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type ReviewRow = Omit<typeof humanReviews.$inferSelect, 'tenantId'>

export function insertReview(tx: TenantTx, row: ReviewRow): void {
  tx.defer(query.insert(humanReviews).values({ ...row, tenantId: tx.tenantId }))
}

export function setReviewedScore(tx: TenantTx, matchId: string, reviewedScore: number): void {
  tx.defer(
    query
      .update(matches)
      .set({ reviewedScore, updatedAt: tx.now })
      .where(and(eq(matches.tenantId, tx.tenantId), eq(matches.id, matchId))),
  )
}

/** Condition: `pair`, always given; only of a match that was found, since candidates may be hidden. */
export const listReviews = defineList<ReviewRow>({
  from: humanReviews,
  select: {
    id: humanReviews.id,
    jobId: humanReviews.jobId,
    candidateId: humanReviews.candidateId,
    matchId: humanReviews.matchId,
    state: humanReviews.state,
    outcome: humanReviews.outcome,
    score: humanReviews.score,
    decision: humanReviews.decision,
    reason: humanReviews.reason,
    machineScore: humanReviews.machineScore,
    scoringVersion: humanReviews.scoringVersion,
    preferencesId: humanReviews.preferencesId,
    actor: humanReviews.actor,
    actorId: humanReviews.actorId,
    occurredAt: humanReviews.occurredAt,
  },
  sorts: { occurred_at: { column: humanReviews.occurredAt, value: (row) => row.occurredAt } },
  filters: { updated_at: humanReviews.occurredAt },
  conditions: {
    pair: sql`${and(
      eq(humanReviews.jobId, sql.placeholder('jobId')),
      eq(humanReviews.candidateId, sql.placeholder('candidateId')),
    )}`,
  },
})
