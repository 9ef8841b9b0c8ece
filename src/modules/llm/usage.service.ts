import type { z } from 'zod'
import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { findAccount } from './accounts.repo.ts'
import type { providerUsageSchema, UsageQuery, usageSchema } from './ai.schemas.ts'
import { dayOf, monthOf } from './months.ts'
import { findProvider } from './providers.repo.ts'
import { found } from './providers.service.ts'
import { listUsage, type UsageRow } from './usage.repo.ts'

type Usage = z.input<typeof usageSchema>

/** The ledger of the tenant. */
export function readAiUsage(ctx: RequestContext, query: UsageQuery): Promise<Usage> {
  const span = spanOf(query, ctx.clock.now())
  return readTenantOnce(ctx, async (tx) => present(span, await listUsage(tx, span)))
}

/** The ledger of one configuration, and how far this month's budget is used. */
export function readProviderUsage(
  ctx: RequestContext,
  id: string,
  query: UsageQuery,
): Promise<z.input<typeof providerUsageSchema>> {
  const span = spanOf(query, ctx.clock.now())
  return readTenant(ctx, async (tx) => {
    const { monthlyBudgetMicroUsd: budget } = found(await findProvider(tx, id))
    const name = monthOf(tx.now)
    const account = await findAccount(tx, { providerId: id, month: name })
    const { spent = 0, reserved = 0 } = account ?? {}
    const month = { name, budget_micro_usd: budget, spent_micro_usd: spent, reserved_micro_usd: reserved }
    return { ...present(span, await listUsage(tx, span, id)), month }
  })
}

const spanOf = ({ from, to }: UsageQuery, now: Date) => ({
  from: from ?? `${(to ?? dayOf(now)).slice(0, 7)}-01`,
  to: to ?? dayOf(now),
})

const present = (span: { from: string; to: string }, rows: UsageRow[]): Usage => ({
  ...span,
  total: sumsOf(rows),
  lines: rows.map((row) => ({
    day: row.day,
    provider_id: row.providerId,
    feature: row.feature,
    model: row.model,
    ...sumsOf([row]),
  })),
})

function sumsOf(rows: UsageRow[]): Usage['total'] {
  const sum = (
    field:
      | 'calls'
      | 'failed'
      | 'cached'
      | 'inputTokens'
      | 'cachedInputTokens'
      | 'outputTokens'
      | 'costMicroUsd',
  ) => rows.reduce((total, row) => total + row[field], 0)
  return {
    calls: sum('calls'),
    failed: sum('failed'),
    cached: sum('cached'),
    input_tokens: sum('inputTokens'),
    cached_input_tokens: sum('cachedInputTokens'),
    output_tokens: sum('outputTokens'),
    cost_micro_usd: sum('costMicroUsd'),
  }
}
