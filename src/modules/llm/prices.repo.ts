import { and, asc, eq, sql } from 'drizzle-orm'
import { llmPrices as prices } from '#src/db/schema/llm.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type PriceRow = Omit<typeof prices.$inferSelect, 'tenantId'>

const columns = {
  id: prices.id,
  providerId: prices.providerId,
  model: prices.model,
  inputPrice: prices.inputPrice,
  cachedInputPrice: prices.cachedInputPrice,
  cacheWritePrice: prices.cacheWritePrice,
  outputPrice: prices.outputPrice,
  effectiveFrom: prices.effectiveFrom,
  createdBy: prices.createdBy,
  createdAt: prices.createdAt,
}

const ofTenant = eq(prices.tenantId, sql.placeholder('tenantId'))

const allStatement = prepared<PriceRow>(
  query.select(columns).from(prices).where(ofTenant).orderBy(asc(prices.effectiveFrom)),
)
const ofProviderStatement = prepared<PriceRow>(
  query
    .select(columns)
    .from(prices)
    .where(and(ofTenant, eq(prices.providerId, sql.placeholder('providerId'))))
    .orderBy(asc(prices.effectiveFrom)),
)

/** What the tenant pays where that is not the list price; the earliest first. */
export const allPrices = (tx: TenantTx): Promise<PriceRow[]> => tx.all(allStatement)

export const pricesOf = (tx: TenantTx, providerId: string): Promise<PriceRow[]> =>
  tx.all(ofProviderStatement, { providerId })

export function insertPrice(tx: TenantTx, row: PriceRow): void {
  tx.defer(query.insert(prices).values({ ...row, tenantId: tx.tenantId }))
}
