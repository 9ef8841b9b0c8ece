import type { Clock } from '#src/lib/clock.ts'
import type { Database } from './database.ts'
import type { Tx, Visibility } from './tx.ts'

/** What a tenant transaction needs to know of who asks. Every value reaches SQL as a validated word. */
export interface TenantScope {
  readonly db: Database
  readonly clock: Clock
  readonly tenantId: string
  readonly actorId: string | null
  readonly visibility: Visibility
  /** Our own id of the request or task, never the client's. */
  readonly requestId: string
  readonly effect?: Effect | undefined
  /** It only reads, so a replica may serve it. */
  readonly replicaSafe?: boolean
  /** Of an index of vectors: how many entries are looked at (`hnsw.ef_search`). */
  readonly lookAt?: number
}

/** The scope of what no person asks for: it sees the whole tenant, and nobody stands in the rows as who did it. */
export const wholeTenant = ({
  db,
  clock,
  tenantId,
  requestId,
}: Pick<TenantScope, 'db' | 'clock' | 'tenantId' | 'requestId'>): TenantScope => ({
  db,
  clock,
  tenantId,
  requestId,
  actorId: null,
  visibility: 'tenant',
})

/**
 * Wraps the one write transaction of a request: claims its Idempotency-Key before the work and stores the answer with
 * the work's commit, or, for a dry run, has everything rolled back.
 */
export interface Effect {
  readonly rollback: boolean
  begin(tx: Tx): Promise<void>
  finish(tx: Tx, result: unknown): void
}

/**
 * The scope of a principal's request for a system transaction: it can be tried dry, and claims no Idempotency-Key, which
 * is the tenant's and stored after it.
 */
export const beyondTenant = ({ db, clock, effect }: Pick<TenantScope, 'db' | 'clock' | 'effect'>) => ({
  db,
  clock,
  effect: effect?.rollback ? effect : undefined,
})
