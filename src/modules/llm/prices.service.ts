import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { emit } from '#src/platform/events/events.ts'
import { listPriceOf } from './list-prices.ts'
import { llmProviderErrors as errors } from './llm.errors.ts'
import { providerUpdated } from './llm.events.ts'
import type { PriceCreate, priceSchema, pricesSchema } from './llm.schemas.ts'
import * as repo from './prices.repo.ts'
import { findProvider, lockProvider, type ProviderRow, updateProvider } from './providers.repo.ts'
import { factOf, found } from './providers.service.ts'

type Price = z.input<typeof priceSchema>

/** The list prices of the enabled models that have one, then the tenant's own, the earliest first. */
export const listPrices = (ctx: RequestContext, providerId: string): Promise<z.input<typeof pricesSchema>> =>
  readTenant(ctx, async (tx) => {
    const provider = found(await findProvider(tx, providerId))
    const own = await repo.pricesOf(tx, providerId)
    const held = new Map(own.filter((row) => row.effectiveFrom <= tx.now).map((row) => [row.model, row.id]))
    const listed = provider.enabledModels.flatMap((model) =>
      listedOf(provider, model, tx.now, held.has(model)),
    )
    return {
      data: [...listed, ...own.map((row) => present(row, held.get(row.model) === row.id))],
      has_more: false,
      next_cursor: null,
    }
  })

function listedOf({ provider }: ProviderRow, model: string, now: Date, isReplaced: boolean): Price[] {
  const price = listPriceOf(provider, model, now)
  if (!price) return []
  return [
    {
      id: null,
      model,
      source: 'list',
      input_price: price.input,
      cached_input_price: price.cachedInput,
      cache_write_price: price.cacheWrite,
      output_price: price.output,
      effective_from: price.effectiveFrom?.toISOString() ?? null,
      holds: !isReplaced,
    },
  ]
}

const MAX_PRICES = 500

/**
 * What the tenant pays from a time on. Prices are added and never changed: what was paid stays explained.
 * @throws AppError 409 past the limit
 */
export function addPrice(ctx: RequestContext, providerId: string, input: PriceCreate): Promise<Price> {
  return withTenant(ctx, async (tx) => {
    const provider = found(await lockProvider(tx, providerId))
    // Every call reads them all.
    if ((await repo.pricesOf(tx, providerId)).length >= MAX_PRICES)
      throw new AppError(errors.price_limit, { members: { limit: MAX_PRICES } })
    const row: repo.PriceRow = {
      id: newId(),
      providerId,
      model: input.model,
      inputPrice: input.input_price,
      cachedInputPrice: input.cached_input_price ?? input.input_price,
      cacheWritePrice: input.cache_write_price ?? input.input_price,
      outputPrice: input.output_price,
      effectiveFrom: input.effective_from ? new Date(input.effective_from) : tx.now,
      createdBy: ctx.principal.userId,
      createdAt: tx.now,
    }
    repo.insertPrice(tx, row)
    const version = provider.version + 1
    updateProvider(tx, providerId, { version, updatedAt: tx.now })
    const fact = { ...factOf({ ...provider, version }), changed: ['prices'] }
    emit(tx, ctx, providerUpdated, providerId, fact)
    return present(row, row.effectiveFrom <= tx.now)
  })
}

const present = (row: repo.PriceRow, holds: boolean): Price => ({
  id: row.id,
  model: row.model,
  source: 'own',
  input_price: row.inputPrice,
  cached_input_price: row.cachedInputPrice,
  cache_write_price: row.cacheWritePrice,
  output_price: row.outputPrice,
  effective_from: row.effectiveFrom.toISOString(),
  holds,
})
