import { and, desc, eq, sql } from 'drizzle-orm'
import { matchReranks as reranks } from '#src/db/schema/matching.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type RerankRow = Omit<typeof reranks.$inferSelect, 'tenantId'>

export function insertRerank(tx: TenantTx, row: RerankRow): void {
  tx.defer(query.insert(reranks).values({ ...row, tenantId: tx.tenantId }))
}

const latestStatement = prepared<RerankRow>(
  query
    .select({
      id: reranks.id,
      jobId: reranks.jobId,
      inputsHash: reranks.inputsHash,
      moves: sql`${reranks.moves}`.mapWith((text): RerankRow['moves'] => JSON.parse(text)),
      refused: sql`${reranks.refused}`.mapWith((text): RerankRow['refused'] => JSON.parse(text)),
      reason: reranks.reason,
      lineageId: reranks.lineageId,
      createdBy: reranks.createdBy,
      createdAt: reranks.createdAt,
    })
    .from(reranks)
    .where(
      and(eq(reranks.tenantId, sql.placeholder('tenantId')), eq(reranks.jobId, sql.placeholder('jobId'))),
    )
    // Of whoever sees other candidates the ranking is another one: what was made of this one comes first.
    .orderBy(
      desc(sql`${reranks.inputsHash} = ${sql.placeholder('inputsHash')}::text`),
      desc(reranks.createdAt),
      desc(reranks.id),
    )
    .limit(1),
)

/** What was proposed last for a job: of the ranking with this hash, else of an earlier one. */
export const findRerank = (tx: TenantTx, jobId: string, inputsHash: string): Promise<RerankRow | undefined> =>
  tx.first(latestStatement, { jobId, inputsHash })
