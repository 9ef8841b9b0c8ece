import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { Database } from '#src/db/database.ts'
import type { TenantScope } from '#src/db/scope.ts'
import { systemClock } from '#src/lib/clock.ts'
import { newId } from '#src/lib/ids.ts'
import { Signal } from '#src/lib/signal.ts'

/** A pool of its own for a test file, which is closed after the file. */
export function openPool(connectionString: string, max = 1): pg.Pool {
  const pool = new pg.Pool({ connectionString, max })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  afterAll(() => pool.end())
  return pool
}

/** The connections of the product over this run's database, `max` of each kind. */
export function openTestDatabase(max = 1): Database {
  const { appUrl, systemUrl, kind } = inject('stack')
  return {
    app: openPool(appUrl, max),
    system: openPool(systemUrl, max),
    prepared: kind !== 'bouncer',
    outbox: new Signal(),
    relayed: new Signal(),
    close: async () => {},
  }
}

/** What a promise was refused with: the SQLSTATE, else the message. */
export const refusalOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'nothing was refused',
    (error: Error & { code?: string }) => error.code ?? error.message,
  )

/** The scope of a tenant that need not exist, as a request of the product itself has it. */
export const scopeOf = (db: Database, rest: Partial<TenantScope> = {}): TenantScope => ({
  db,
  clock: systemClock,
  tenantId: newId(),
  actorId: null,
  visibility: 'tenant',
  requestId: newId(),
  ...rest,
})
