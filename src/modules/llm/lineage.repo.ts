import { and, asc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { llmLineage as lineage } from '#src/db/schema/llm.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { LOWEST_ID } from '#src/lib/ids.ts'

export type LineageRow = Omit<typeof lineage.$inferSelect, 'tenantId'>

const columns = {
  id: lineage.id,
  callId: lineage.callId,
  providerId: lineage.providerId,
  provider: lineage.provider,
  model: lineage.model,
  feature: lineage.feature,
  entityType: lineage.entityType,
  entityId: lineage.entityId,
  promptId: lineage.promptId,
  promptVersion: lineage.promptVersion,
  promptHash: lineage.promptHash,
  inputHash: lineage.inputHash,
  outputHash: lineage.outputHash,
  outcome: lineage.outcome,
  reason: lineage.reason,
  inputTokens: lineage.inputTokens,
  cachedInputTokens: lineage.cachedInputTokens,
  cacheWriteTokens: lineage.cacheWriteTokens,
  outputTokens: lineage.outputTokens,
  costMicroUsd: lineage.costMicroUsd,
  costBasis: lineage.costBasis,
  latencyMs: lineage.latencyMs,
  actorType: lineage.actorType,
  actorId: lineage.actorId,
  requestId: lineage.requestId,
  createdAt: lineage.createdAt,
}

export function insertLineage(tx: TenantTx, row: LineageRow): void {
  tx.defer(query.insert(lineage).values({ ...row, tenantId: tx.tenantId }))
}

export const listLineage = defineList<LineageRow>({
  from: lineage,
  select: columns,
  sorts: { created_at: { column: lineage.createdAt, value: (row) => row.createdAt } },
  filters: {
    feature: lineage.feature,
    outcome: lineage.outcome,
    provider_id: lineage.providerId,
    model: lineage.model,
    entity_type: lineage.entityType,
    entity_id: lineage.entityId,
    call_id: lineage.callId,
    created_at: lineage.createdAt,
    updated_at: lineage.createdAt,
  },
})

/** Which rows an export is of, and after which of them it goes on. */
export interface LineageSpan {
  from: Date
  until: Date
  after: Pick<LineageRow, 'createdAt' | 'id'> | undefined
  feature?: string | undefined
  entity?: string | undefined
}

const EXPORT_PAGE = 1_000

const exportStatements = new Map<string, ReturnType<typeof exportStatement>>()

function exportStatement(conditions: SQL[]) {
  return prepared<LineageRow>(
    query
      .select(columns)
      .from(lineage)
      .where(
        and(
          eq(lineage.tenantId, sql.placeholder('tenantId')),
          gte(lineage.createdAt, sql.placeholder('from')),
          lt(lineage.createdAt, sql.placeholder('until')),
          sql`(${lineage.createdAt}, ${lineage.id}) > (${sql.placeholder('afterTime')}::timestamptz, ${sql.placeholder('afterId')}::uuid)`,
          ...conditions,
        ),
      )
      .orderBy(asc(lineage.createdAt), asc(lineage.id))
      .limit(EXPORT_PAGE),
  )
}

const NARROWED = {
  feature: eq(lineage.feature, sql.placeholder('feature')),
  entity: eq(lineage.entityId, sql.placeholder('entity')),
}

/** The next rows of a span, oldest first; fewer than a page at its end. */
export function exportLineage(tx: TenantTx, span: LineageSpan): Promise<LineageRow[]> {
  const { from, until, after, feature, entity } = span
  const narrowed = (['feature', 'entity'] as const).filter((name) => span[name] !== undefined)
  const key = narrowed.join()
  const statement = exportStatements.get(key) ?? exportStatement(narrowed.map((name) => NARROWED[name]))
  exportStatements.set(key, statement)
  const [afterTime, afterId] = after ? [after.createdAt, after.id] : [from, LOWEST_ID]
  return tx.all(statement, { from, until, afterTime, afterId, feature, entity })
}

export const isLastPage = (rows: LineageRow[]): boolean => rows.length < EXPORT_PAGE
