import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { jobEnrichments as enrichments } from '#src/db/schema/job-enrichments.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type EnrichmentRow = Omit<typeof enrichments.$inferSelect, 'tenantId'>

const columns = {
  id: enrichments.id,
  jobId: enrichments.jobId,
  state: enrichments.state,
  original: sql`${enrichments.original}`.mapWith((text): EnrichmentRow['original'] => JSON.parse(text)),
  draft: sql`${enrichments.draft}`.mapWith((text): EnrichmentRow['draft'] => JSON.parse(text)),
  accepted: sql`${enrichments.accepted}`.mapWith((text): EnrichmentRow['accepted'] => JSON.parse(text)),
  lineageId: enrichments.lineageId,
  createdBy: enrichments.createdBy,
  decidedBy: enrichments.decidedBy,
  decidedAt: enrichments.decidedAt,
  version: enrichments.version,
  createdAt: enrichments.createdAt,
  updatedAt: enrichments.updatedAt,
}

const ofJob = and(
  eq(enrichments.tenantId, sql.placeholder('tenantId')),
  eq(enrichments.jobId, sql.placeholder('jobId')),
)
const byId = and(ofJob, eq(enrichments.id, sql.placeholder('id')))

const findStatement = prepared<EnrichmentRow>(query.select(columns).from(enrichments).where(byId))
const lockStatement = prepared<EnrichmentRow>(
  query.select(columns).from(enrichments).where(byId).for('update'),
)

export const findEnrichment = (tx: TenantTx, jobId: string, id: string): Promise<EnrichmentRow | undefined> =>
  tx.first(findStatement, { jobId, id })

/** As `findEnrichment`, making others who would decide wait for this transaction. */
export const lockEnrichment = (tx: TenantTx, jobId: string, id: string): Promise<EnrichmentRow | undefined> =>
  tx.first(lockStatement, { jobId, id })

/** Condition: `job`, always given. */
export const listEnrichments = defineList<EnrichmentRow>({
  from: enrichments,
  select: columns,
  sorts: {
    created_at: { column: enrichments.createdAt, value: (row) => row.createdAt },
    updated_at: { column: enrichments.updatedAt, value: (row) => row.updatedAt },
  },
  filters: { state: enrichments.state, updated_at: enrichments.updatedAt },
  conditions: { job: eq(enrichments.jobId, sql.placeholder('jobId')) },
})

export function insertEnrichment(tx: TenantTx, row: EnrichmentRow): void {
  tx.defer(query.insert(enrichments).values({ ...row, tenantId: tx.tenantId }))
}

export function updateEnrichment(tx: TenantTx, id: string, changes: Partial<EnrichmentRow>): void {
  tx.defer(
    query
      .update(enrichments)
      .set(changes)
      .where(and(eq(enrichments.tenantId, tx.tenantId), eq(enrichments.id, id))),
  )
}
