import { and, desc, eq, sql } from 'drizzle-orm'
import { matchSummaries as summaries } from '#src/db/schema/matching.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type SummaryRow = Omit<typeof summaries.$inferSelect, 'tenantId'>

export function insertSummary(tx: TenantTx, row: SummaryRow): void {
  tx.defer(query.insert(summaries).values({ ...row, tenantId: tx.tenantId }))
}

const latestStatement = prepared<SummaryRow>(
  query
    .select({
      id: summaries.id,
      matchId: summaries.matchId,
      language: summaries.language,
      summary: summaries.summary,
      sentences: sql`${summaries.sentences}`.mapWith((text): SummaryRow['sentences'] => JSON.parse(text)),
      inputsHash: summaries.inputsHash,
      reason: summaries.reason,
      lineageId: summaries.lineageId,
      createdBy: summaries.createdBy,
      createdAt: summaries.createdAt,
    })
    .from(summaries)
    .where(
      and(
        eq(summaries.tenantId, sql.placeholder('tenantId')),
        eq(summaries.matchId, sql.placeholder('matchId')),
      ),
    )
    .orderBy(desc(summaries.createdAt), desc(summaries.id))
    .limit(1),
)

/** The caller has seen to it that the match may be read. */
export const findLatestSummary = (tx: TenantTx, matchId: string): Promise<SummaryRow | undefined> =>
  tx.first(latestStatement, { matchId })
