import { and, asc, count, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { llmProviders as providers } from '#src/db/schema/llm.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type ProviderRow = Omit<typeof providers.$inferSelect, 'tenantId' | 'keySealed' | 'deletedAt'>
/** With its key, for those who call it. */
export type CallableRow = ProviderRow & Pick<typeof providers.$inferSelect, 'keySealed'>

const columns = {
  id: providers.id,
  provider: providers.provider,
  name: providers.name,
  keyLastFour: providers.keyLastFour,
  organizationId: providers.organizationId,
  endpoint: providers.endpoint,
  defaultModel: providers.defaultModel,
  enabledModels: providers.enabledModels,
  isDefault: providers.isDefault,
  fallbackOrder: providers.fallbackOrder,
  active: providers.active,
  monthlyBudgetMicroUsd: providers.monthlyBudgetMicroUsd,
  rpmLimit: providers.rpmLimit,
  maxConcurrent: providers.maxConcurrent,
  lastUsedAt: providers.lastUsedAt,
  keyChangedAt: providers.keyChangedAt,
  revokedAt: providers.revokedAt,
  createdBy: providers.createdBy,
  version: providers.version,
  createdAt: providers.createdAt,
  updatedAt: providers.updatedAt,
}

const living = and(eq(providers.tenantId, sql.placeholder('tenantId')), isNull(providers.deletedAt))
const byId = and(living, eq(providers.id, sql.placeholder('id')))

const findStatement = prepared<ProviderRow>(query.select(columns).from(providers).where(byId))
// Not `for update`: calls under way refer to the row, and need not wait for its change.
const lockStatement = prepared<ProviderRow>(
  query.select(columns).from(providers).where(byId).for('no key update'),
)

export const findProvider = (tx: TenantTx, id: string): Promise<ProviderRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findProvider`, making other writers of the configuration wait for this transaction. */
export const lockProvider = (tx: TenantTx, id: string): Promise<ProviderRow | undefined> =>
  tx.first(lockStatement, { id })

const callableStatement = prepared<CallableRow>(
  query
    .select({ ...columns, keySealed: providers.keySealed })
    .from(providers)
    .where(living)
    .orderBy(asc(providers.createdAt)),
)

/** All of a tenant, which are few, with their keys. */
export const allCallable = (tx: TenantTx): Promise<CallableRow[]> => tx.all(callableStatement)

export const listProviders = defineList<ProviderRow>({
  from: providers,
  select: columns,
  sorts: {
    created_at: { column: providers.createdAt, value: (row) => row.createdAt },
    updated_at: { column: providers.updatedAt, value: (row) => row.updatedAt },
  },
  filters: {
    provider: providers.provider,
    active: providers.active,
    updated_at: providers.updatedAt,
  },
  where: isNull(providers.deletedAt),
})

const turnStatement = written(
  "select from pg_advisory_xact_lock(hashtextextended('llm_providers:' || $1::text, 0))",
  ['tenantId'],
  {},
)
const countStatement = prepared<{ providers: number }>(
  query.select({ providers: count() }).from(providers).where(living),
)

/** Others who add one or choose the default wait for this transaction. */
export const takeTurn = (tx: TenantTx): Promise<number> => tx.run(turnStatement)

export const countProviders = async (tx: TenantTx): Promise<number> =>
  (await tx.first(countStatement))?.providers ?? 0

export function insertProvider(tx: TenantTx, row: CallableRow): void {
  tx.defer(query.insert(providers).values({ ...row, tenantId: tx.tenantId }))
}

export function updateProvider(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof providers.$inferInsert>,
): void {
  tx.defer(
    query
      .update(providers)
      .set(changes)
      .where(and(eq(providers.tenantId, tx.tenantId), eq(providers.id, id))),
  )
}

/** Takes the default from whichever has it; what that is afterwards. */
export const clearDefault = (tx: TenantTx): Promise<Pick<ProviderRow, 'id' | 'provider' | 'version'>[]> =>
  tx.all(
    query
      .update(providers)
      .set({ isDefault: false, version: sql`${providers.version} + 1`, updatedAt: tx.now })
      .where(
        and(eq(providers.tenantId, tx.tenantId), eq(providers.isDefault, true), isNull(providers.deletedAt)),
      )
      .returning({ id: providers.id, provider: providers.provider, version: providers.version }),
  )

const MINUTE_MS = 60_000

const touchStatement = prepared(
  query
    .update(providers)
    .set({ lastUsedAt: sql`${sql.placeholder('now')}` })
    .where(
      and(
        eq(providers.tenantId, sql.placeholder('tenantId')),
        eq(providers.id, sql.placeholder('id')),
        or(isNull(providers.lastUsedAt), lt(providers.lastUsedAt, sql.placeholder('before'))),
      ),
    ),
)

/** When it was last used, to the minute: no change of what an administrator edits, so its version stays. */
export function touchProvider(tx: TenantTx, id: string): void {
  tx.defer(touchStatement, { id, now: tx.now, before: new Date(tx.now.getTime() - MINUTE_MS) })
}
