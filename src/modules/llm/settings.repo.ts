import { eq, sql } from 'drizzle-orm'
import { llmSettings as settings } from '#src/db/schema/llm.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type SettingsRow = Omit<typeof settings.$inferSelect, 'tenantId'>

const findStatement = prepared<SettingsRow>(
  query
    .select({
      enabled: settings.enabled,
      disabledFeatures: settings.disabledFeatures,
      minimisePersonalData: settings.minimisePersonalData,
      resumeParser: settings.resumeParser,
      rerankShortlists: settings.rerankShortlists,
      version: settings.version,
      updatedAt: settings.updatedAt,
    })
    .from(settings)
    .where(eq(settings.tenantId, sql.placeholder('tenantId'))),
)

export const findSettings = (tx: TenantTx): Promise<SettingsRow | undefined> => tx.first(findStatement)

/** False where the settings are no longer of the version they were read with. */
export async function saveSettings(tx: TenantTx, row: SettingsRow, before: number): Promise<boolean> {
  const upsert = query
    .insert(settings)
    .values({ ...row, tenantId: tx.tenantId })
    .onConflictDoUpdate({ target: settings.tenantId, set: row, setWhere: eq(settings.version, before) })
  return (await tx.run(upsert)) === 1
}
