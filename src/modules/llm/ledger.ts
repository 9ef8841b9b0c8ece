import type { PlannedLlmCall } from '#src/db/schema/llm.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { emit } from '#src/platform/events/events.ts'
import type { Tokens } from '#src/platform/llm/tokens.ts'
import * as accounts from './accounts.repo.ts'
import { isNearBudget, type LimitReason, refusalOf } from './admit.ts'
import type { CallContext } from './call.ts'
import { insertLineage, type LineageRow } from './lineage.repo.ts'
import { budgetExceeded, budgetWarning } from './llm.events.ts'
import { dayOf, monthOf } from './months.ts'
import { type CallableRow, findProvider, touchProvider } from './providers.repo.ts'
import { scopeOf } from './scope-of.ts'
import { findSettings } from './settings.repo.ts'
import { mayBeAsked, type SwitchReason, switchedOff } from './switches.ts'
import { addUsage } from './usage.repo.ts'

/** How a call went. */
export interface CallEnd {
  outcome: LineageRow['outcome']
  reason: string | null
  outputHash: string | null
  tokens: Tokens
  costMicroUsd: number
  costBasis: LineageRow['costBasis']
  latencyMs: number
}

export interface Reservation {
  id: string
  month: string
  createdAt: Date
}

const NO_TOKENS: Tokens = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 }

export const UNSENT = {
  outputHash: null,
  tokens: NO_TOKENS,
  costMicroUsd: 0,
  costBasis: 'counted',
  latencyMs: 0,
} as const

const MINUTE_MS = 60_000

type Refusal = LimitReason | SwitchReason

/**
 * Puts aside the most that a call can cost, or says what is in its way and leaves that in the lineage. All processes ask
 * the same row, one after the other. Switches and limits are read again: what was tried before this one may have taken a
 * minute.
 */
export function reserve(
  ctx: CallContext,
  { id }: Pick<CallableRow, 'id'>,
  planned: PlannedLlmCall,
  { amount, lastsMs, isTest }: { amount: number; lastsMs: number; isTest: boolean },
): Promise<{ reservation: Reservation } | { refused: Refusal; lineageId: string }> {
  return withTenant(scopeOf(ctx), async (tx) => {
    const refuse = (refused: Refusal) => {
      return { refused, lineageId: record(tx, planned, { ...UNSENT, outcome: 'refused', reason: refused }) }
    }
    const off = switchedOff(await findSettings(tx), planned.feature, isTest)
    if (off) return refuse(off)
    const provider = await findProvider(tx, id)
    if (!provider || !mayBeAsked(provider, isTest)) return refuse('no_provider')
    if (!provider.enabledModels.includes(planned.model)) return refuse('model_disabled')
    const key = { providerId: id, month: monthOf(tx.now) }
    const account = await accounts.lockAccount(tx, key)
    const calls = await accounts.countCalls(tx, id, new Date(tx.now.getTime() - MINUTE_MS))
    const refused = refusalOf({ ...account, ...calls }, provider, amount)
    if (refused === 'budget_exhausted') tellExceeded(tx, ctx, provider, { ...key, account })
    if (refused) return refuse(refused)
    await accounts.moveMoney(tx, key, { spent: 0, reserved: amount })
    const reservation = { id: newId(), month: key.month, createdAt: tx.now }
    const expiresAt = new Date(tx.now.getTime() + lastsMs)
    const row = { ...reservation, providerId: id, amountMicroUsd: amount, expiresAt }
    accounts.insertReservation(tx, { ...row, call: planned })
    return { reservation }
  })
}

/**
 * Ends a reservation with what the call did cost: ledger and lineage are written in one transaction. A reservation that
 * the sweep took for lost is paid all the same. Resolves to the id of the lineage.
 */
export function settle(
  ctx: CallContext,
  { id: providerId }: Pick<CallableRow, 'id'>,
  reservation: Reservation,
  { planned, end }: { planned: PlannedLlmCall; end: CallEnd },
): Promise<string> {
  return withTenant(scopeOf(ctx), async (tx) => {
    const reserved = await accounts.closeReservation(tx, reservation.id)
    // The budget may have changed while the model was asked.
    const provider = await findProvider(tx, providerId)
    const key = { providerId, month: reservation.month }
    const account = await accounts.moveMoney(tx, key, {
      spent: end.costMicroUsd,
      reserved: -(reserved ?? 0),
    })
    if (account && provider) tellNear(tx, ctx, provider, { ...key, account })
    touchProvider(tx, providerId)
    const id = reserved === undefined ? newId() : reservation.id
    return record(tx, planned, end, { id, createdAt: reservation.createdAt })
  })
}

/** Leaves a call in the lineage that was answered from memory, or never sent. */
export const note = (ctx: CallContext, planned: PlannedLlmCall, end: CallEnd): Promise<string> =>
  withTenant(scopeOf(ctx), async (tx) => record(tx, planned, end))

/** The one place that writes lineage, and with it the ledger of the day the call began on. */
export function record(
  tx: TenantTx,
  planned: PlannedLlmCall,
  end: CallEnd,
  { id, createdAt } = { id: newId(), createdAt: tx.now },
): string {
  const { tokens, ...said } = end
  insertLineage(tx, {
    ...planned,
    ...said,
    id,
    inputTokens: tokens.input,
    cachedInputTokens: tokens.cachedInput,
    cacheWriteTokens: tokens.cacheWrite,
    outputTokens: tokens.output,
    createdAt,
  })
  // What was never sent is in no ledger.
  if (end.outcome === 'refused') return id
  const isCached = end.outcome === 'cached'
  const { providerId, feature, model } = planned
  addUsage(tx, {
    providerId,
    feature,
    model,
    day: dayOf(createdAt),
    calls: isCached ? 0 : 1,
    failed: isCached || end.outcome === 'ok' ? 0 : 1,
    cached: isCached ? 1 : 0,
    inputTokens: tokens.input,
    cachedInputTokens: tokens.cachedInput,
    outputTokens: tokens.output,
    costMicroUsd: end.costMicroUsd,
  })
  return id
}

interface ToldOf {
  providerId: string
  month: string
  account: accounts.Account
}

type Budgeted = Pick<CallableRow, 'id' | 'monthlyBudgetMicroUsd'>

/** Once for a budget: one that was raised is a new one. */
function tellNear(tx: TenantTx, ctx: CallContext, provider: Budgeted, of: ToldOf): void {
  const budget = provider.monthlyBudgetMicroUsd
  const { spent, warnedBudget } = of.account
  if (budget === null || warnedBudget === budget || !isNearBudget(spent, budget)) return
  accounts.noteTold(tx, of, { warnedBudget: budget })
  emit(tx, ctx, budgetWarning, provider.id, payloadOf(of, budget))
}

function tellExceeded(tx: TenantTx, ctx: CallContext, provider: Budgeted, of: ToldOf): void {
  const budget = provider.monthlyBudgetMicroUsd
  if (budget === null || of.account.exceededBudget === budget) return
  accounts.noteTold(tx, of, { exceededBudget: budget })
  emit(tx, ctx, budgetExceeded, provider.id, payloadOf(of, budget))
}

const payloadOf = ({ month, account }: ToldOf, budget: number) => ({
  month,
  budget_micro_usd: budget,
  spent_micro_usd: account.spent,
})
