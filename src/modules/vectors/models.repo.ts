import { and, count, eq, inArray, ne, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { embeddingModels } from '#src/db/schema/vectors.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { SystemTx } from '#src/db/system.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

export type ModelRow = Omit<typeof embeddingModels.$inferSelect, 'tenantId'>

const columns = {
  id: embeddingModels.id,
  key: embeddingModels.key,
  provider: embeddingModels.provider,
  model: embeddingModels.model,
  dimensions: embeddingModels.dimensions,
  space: embeddingModels.space,
  state: embeddingModels.state,
  indexedTo: embeddingModels.indexedTo,
  operationId: embeddingModels.operationId,
  llmProviderId: embeddingModels.llmProviderId,
  createdBy: embeddingModels.createdBy,
  version: embeddingModels.version,
  createdAt: embeddingModels.createdAt,
  updatedAt: embeddingModels.updatedAt,
}

const ofTenant = eq(embeddingModels.tenantId, sql.placeholder('tenantId'))
const byId = and(ofTenant, eq(embeddingModels.id, sql.placeholder('id')))
const isActive = and(ofTenant, eq(embeddingModels.state, 'active'))

const findStatement = prepared<ModelRow>(query.select(columns).from(embeddingModels).where(byId))
const activeStatement = prepared<ModelRow>(query.select(columns).from(embeddingModels).where(isActive))

const lockStatement = written(
  "select pg_advisory_xact_lock(hashtextextended('embedding_models:' || $1::text, 0))",
  ['tenantId'],
  {},
)

/** One writer of a tenant's models at a time: which is active, and how many there are, is of all of them. */
export const lockModels = (tx: TenantTx): Promise<number> => tx.run(lockStatement)

export const findModel = (tx: TenantTx, id: string): Promise<ModelRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findModel`, making others who would change any model wait for this transaction. */
export async function lockModel(tx: TenantTx, id: string): Promise<ModelRow | undefined> {
  await lockModels(tx)
  return findModel(tx, id)
}

export const findActiveModel = (tx: TenantTx): Promise<ModelRow | undefined> => tx.first(activeStatement)

/** Those whose vectors follow every change of a candidate. */
const KEPT = ['indexing', 'ready', 'active'] as const

const keptStatement = prepared<ModelRow>(
  query
    .select(columns)
    .from(embeddingModels)
    .where(and(ofTenant, inArray(embeddingModels.state, [...KEPT])))
    .orderBy(embeddingModels.id),
)

export const listKeptModels = (tx: TenantTx): Promise<ModelRow[]> => tx.all(keptStatement)

const countStatement = prepared<{ live: number }>(
  query
    .select({ live: count() })
    .from(embeddingModels)
    .where(and(ofTenant, ne(embeddingModels.state, 'retired'))),
)

export const countModels = async (tx: TenantTx): Promise<number> =>
  (await tx.first(countStatement))?.live ?? 0

export const listModels = defineList<ModelRow>({
  from: embeddingModels,
  select: columns,
  sorts: {
    created_at: { column: embeddingModels.createdAt, value: (row) => row.createdAt },
    updated_at: { column: embeddingModels.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    provider: embeddingModels.provider,
    state: embeddingModels.state,
    updated_at: embeddingModels.updatedAt,
  },
})

export function insertModel(tx: TenantTx, row: ModelRow): void {
  tx.defer(query.insert(embeddingModels).values({ ...row, tenantId: tx.tenantId }))
}

/** Several of one transaction are written in their order. */
export function updateModel(tx: TenantTx, id: string, changes: Partial<ModelRow>): void {
  tx.defer(
    query
      .update(embeddingModels)
      .set(changes)
      .where(and(eq(embeddingModels.tenantId, tx.tenantId), eq(embeddingModels.id, id))),
  )
}

/** Says how far a re-index has come, unless another one has begun since. */
export function saveIndexedTo(tx: TenantTx, id: string, operationId: string, indexedTo: string): void {
  const { tenantId } = embeddingModels
  const ofRun = and(eq(embeddingModels.id, id), eq(embeddingModels.operationId, operationId))
  tx.defer(
    query
      .update(embeddingModels)
      .set({ indexedTo })
      .where(and(eq(tenantId, tx.tenantId), ofRun)),
  )
}

const withModelsStatement = written<{ tenantId: string }>(
  `select t.id from unnest($1::uuid[]) as t(id) where exists (
     select from embedding_models m where m.tenant_id = t.id and m.state in (${KEPT.map((state) => `'${state}'`).join(', ')}))`,
  ['tenants'],
  { tenantId: String },
)

/** Those of `tenants` that have any model whose vectors follow the changes of candidates. */
export async function tenantsWithModels(tx: SystemTx, tenants: string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.all(withModelsStatement, { tenants: arrayLiteral(tenants) })
  return new Set(rows.map(({ tenantId }) => tenantId))
}
