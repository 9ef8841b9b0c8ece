import { eq, sql } from 'drizzle-orm'
import { learningSettings as settings } from '#src/db/schema/learning.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type SettingsRow = Omit<typeof settings.$inferSelect, 'tenantId'>

const findStatement = prepared<SettingsRow>(
  query
    .select({
      id: settings.id,
      policy: settings.policy,
      epsilon: settings.epsilon,
      band: settings.band,
      seed: settings.seed,
      version: settings.version,
      createdAt: settings.createdAt,
      updatedAt: settings.updatedAt,
    })
    .from(settings)
    .where(eq(settings.tenantId, sql.placeholder('tenantId'))),
)

/** Undefined where the tenant never said how it explores. */
export const findSettings = (tx: TenantTx): Promise<SettingsRow | undefined> => tx.first(findStatement)

const lockStatement = written(
  "select pg_advisory_xact_lock(hashtextextended('learning_settings:' || $1::text, 0))",
  ['tenantId'],
  {},
)

export async function lockSettings(tx: TenantTx): Promise<SettingsRow | undefined> {
  await tx.run(lockStatement)
  return findSettings(tx)
}

export function insertSettings(tx: TenantTx, row: SettingsRow): void {
  tx.defer(query.insert(settings).values({ ...row, tenantId: tx.tenantId }))
}

export function updateSettings(tx: TenantTx, { id: _, ...changes }: SettingsRow): void {
  tx.defer(query.update(settings).set(changes).where(eq(settings.tenantId, tx.tenantId)))
}
