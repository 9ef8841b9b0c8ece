import { and, asc, eq, gte, lte, type SQL, sql } from 'drizzle-orm'
import { llmUsage as usage } from '#src/db/schema/llm.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type UsageRow = Omit<typeof usage.$inferSelect, 'tenantId'>

const COUNTED = 'calls, failed, cached, input_tokens, cached_input_tokens, output_tokens, cost_micro_usd'

const addStatement = written(
  `insert into llm_usage (tenant_id, provider_id, day, feature, model, ${COUNTED})
   values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, ${[6, 7, 8, 9, 10, 11, 12].map((n) => `$${n}::bigint`).join(', ')})
   on conflict (tenant_id, provider_id, day, feature, model) do update set
     ${COUNTED.split(', ')
       .map((column) => `${column} = llm_usage.${column} + excluded.${column}`)
       .join(', ')}`,
  [
    ...['tenantId', 'providerId', 'day', 'feature', 'model'],
    ...['calls', 'failed', 'cached', 'inputTokens', 'cachedInputTokens', 'outputTokens', 'costMicroUsd'],
  ],
  {},
)

/** Adds to the line of a day, a feature and a model. */
export function addUsage(tx: TenantTx, row: UsageRow): void {
  tx.defer(addStatement, { ...row })
}

const usageStatement = (more?: SQL) =>
  prepared<UsageRow>(
    query
      .select({
        providerId: usage.providerId,
        day: usage.day,
        feature: usage.feature,
        model: usage.model,
        calls: usage.calls,
        failed: usage.failed,
        cached: usage.cached,
        inputTokens: usage.inputTokens,
        cachedInputTokens: usage.cachedInputTokens,
        outputTokens: usage.outputTokens,
        costMicroUsd: usage.costMicroUsd,
      })
      .from(usage)
      .where(
        and(
          eq(usage.tenantId, sql.placeholder('tenantId')),
          gte(usage.day, sql.placeholder('from')),
          lte(usage.day, sql.placeholder('to')),
          more,
        ),
      )
      .orderBy(asc(usage.day), asc(usage.feature), asc(usage.model), asc(usage.providerId)),
  )

const allStatement = usageStatement()
const ofProviderStatement = usageStatement(eq(usage.providerId, sql.placeholder('providerId')))

/** The ledger of some days, both included; of one configuration or of all. */
export const listUsage = (
  tx: TenantTx,
  span: { from: string; to: string },
  providerId?: string,
): Promise<UsageRow[]> => tx.all(providerId ? ofProviderStatement : allStatement, { ...span, providerId })
