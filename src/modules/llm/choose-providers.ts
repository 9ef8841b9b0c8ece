import { readTenant } from '#src/db/tenant.ts'
import type { CallContext, ModelCall } from './call.ts'
import type { Price } from './cost.ts'
import { listPriceOf } from './list-prices.ts'
import { allPrices, type PriceRow } from './prices.repo.ts'
import { allCallable, type CallableRow } from './providers.repo.ts'
import { scopeOf } from './scope-of.ts'
import { findSettings } from './settings.repo.ts'
import { mayBeAsked, type SwitchReason, switchedOff } from './switches.ts'

/** A configuration, the model of it that is asked, and what that costs. */
export interface Candidate {
  provider: CallableRow
  model: string
  /** Undefined for a model whose price nobody knows: no budget could hold it. */
  price: Price | undefined
  /** Somebody waits to hear how it is, so it is asked even if it has only failed. */
  isTest: boolean
}

export type Choice =
  | { ok: true; candidates: Candidate[]; minimise: boolean }
  | { ok: false; reason: SwitchReason }

/** One model of one configuration, which no other one stands in for. */
export interface PinnedModel {
  providerId: string
  model: string
}

type Asked = Pick<ModelCall<never, never>, 'feature' | 'only' | 'among'> & { pinned?: PinnedModel }

/** Who is asked, in this order: the default first, then whoever stands in for it. Switches count from this moment on. */
export async function chooseProviders(
  ctx: CallContext,
  { feature, only, among, pinned }: Asked,
): Promise<Choice> {
  const { settings, rows, prices } = await readTenant(scopeOf(ctx), async (tx) => ({
    settings: await findSettings(tx),
    rows: await allCallable(tx),
    prices: await allPrices(tx),
  }))
  const isTest = only !== undefined
  const off = switchedOff(settings, feature, isTest)
  if (off) return { ok: false, reason: off }
  const askable = rows.filter((row) => mayBeAsked(row, isTest) && (among?.includes(row.provider) ?? true))
  const usable = only ? withKey(askable, only) : pinned ? ofPinned(askable, pinned) : inOrder(askable)
  if (usable.length === 0) return { ok: false, reason: 'no_provider' }
  if (pinned && !usable.some(({ enabledModels }) => enabledModels.includes(pinned.model)))
    return { ok: false, reason: 'model_disabled' }
  const now = ctx.clock.now()
  const candidates = usable.map((provider) => {
    const model = pinned?.model ?? provider.defaultModel
    return { provider, model, price: priceOf(prices, provider, model, now), isTest }
  })
  return { ok: true, candidates, minimise: settings?.minimisePersonalData ?? false }
}

const withKey = (
  rows: CallableRow[],
  { providerId, keySealed }: NonNullable<ModelCall<never, never>['only']>,
) => rows.filter(({ id }) => id === providerId).map((row) => ({ ...row, ...(keySealed && { keySealed }) }))

const ofPinned = (rows: CallableRow[], { providerId }: PinnedModel) =>
  rows.filter(({ id }) => id === providerId)

const inOrder = (rows: CallableRow[]): CallableRow[] =>
  inOrderOfUse(rows.filter(({ isDefault, fallbackOrder }) => isDefault || fallbackOrder !== null))

/** Those that never stand in come last. */
export const inOrderOfUse = (rows: CallableRow[]): CallableRow[] =>
  rows.toSorted((a, b) => placeOf(a) - placeOf(b))

const placeOf = ({ isDefault, fallbackOrder }: CallableRow): number =>
  isDefault ? -1 : (fallbackOrder ?? Number.MAX_SAFE_INTEGER)

/** The tenant's own price, else the list's. */
function priceOf(
  prices: PriceRow[],
  { id, provider }: Pick<CallableRow, 'id' | 'provider'>,
  model: string,
  at: Date,
): Price | undefined {
  const own = prices.findLast(
    (row) => row.providerId === id && row.model === model && row.effectiveFrom <= at,
  )
  if (!own) return listPriceOf(provider, model, at)
  return {
    input: own.inputPrice,
    cachedInput: own.cachedInputPrice,
    cacheWrite: own.cacheWritePrice,
    output: own.outputPrice,
  }
}
