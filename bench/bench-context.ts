import pg from 'pg'
import type { Database } from '#src/db/database.ts'
import { nativePool } from '#src/db/pools.ts'
import type { Actor } from '#src/db/schema/events.ts'
import type { TenantScope } from '#src/db/scope.ts'
import { systemClock } from '#src/lib/clock.ts'
import { newId } from '#src/lib/ids.ts'
import { Signal } from '#src/lib/signal.ts'
import { createLogger } from '#src/platform/log/logger.ts'
import type { BenchDatabase } from './database.ts'
import type { BenchTenant } from './fill.ts'

/** Connections of the comparisons below HTTP. */
export const CONNECTIONS = 6

/** The product's database layer over connections of its own. */
export function openProduct({ appUrl, systemUrl }: BenchDatabase, opened: AsyncDisposableStack): Database {
  const log = createLogger('silent')
  const app = nativePool({ url: appUrl, name: 'app', max: CONNECTIONS, settings: {} }, log)
  const system = nativePool({ url: systemUrl, name: 'system', max: 1, settings: {} }, log)
  const close = async () => {
    await Promise.all([app.end(), system.end()])
  }
  opened.defer(close)
  return { app, system, prepared: true, outbox: new Signal(), relayed: new Signal(), close }
}

export const openReference = ({ superUrl }: BenchDatabase, opened: AsyncDisposableStack): pg.Pool =>
  opened.adopt(new pg.Pool({ connectionString: superUrl, max: CONNECTIONS }), (pool) => pool.end())

/** The scope of one request of a tenant's administrator. */
export const scopeOf = (
  db: Database,
  tenant: Pick<BenchTenant, 'id' | 'userId'>,
): TenantScope & { actor: Actor } => ({
  db,
  clock: systemClock,
  tenantId: tenant.id,
  actorId: tenant.userId,
  visibility: 'tenant',
  requestId: newId(),
  actor: { type: 'user', id: tenant.userId },
})

/** Tenants in an order without end in which each comes about as often as it is big. */
export function* bySize(tenants: BenchTenant[]): Generator<BenchTenant, never> {
  const rows = tenants.reduce((sum, tenant) => sum + tenant.rows, 0)
  const places = tenants.flatMap((tenant) =>
    Array.from({ length: Math.ceil((1000 * tenant.rows) / rows) }, () => tenant),
  )
  for (let at = 0.5; ; at = (at + GOLDEN) % 1) yield places[Math.floor(at * places.length)] as BenchTenant
}

/** Steps of the golden ratio fall evenly between 0 and 1, in any number of them. */
const GOLDEN = (Math.sqrt(5) - 1) / 2
