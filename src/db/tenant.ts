import type pg from 'pg'
import { AppError } from '#src/lib/errors.ts'
import { checkout } from './checkout.ts'
import type { TenantScope } from './scope.ts'
import { type TenantTx, Transaction, type TxOptions } from './tx.ts'

/**
 * Runs `work` in a transaction that sees and writes one tenant's rows, and commits it: the only committer of tenant
 * data. Slow work (files, HTTP, hashing, parsing) belongs before or after the callback. A request has one such
 * transaction; where it carries an Idempotency-Key, what `work` returns is the answer that replays will see.
 *
 * @throws what `work` throws, after a rollback; a `pg.DatabaseError` for a violated constraint.
 */
export async function withTenant<T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  if (scope.replicaSafe) throw new Error('what a replica may serve writes nothing')
  return transact(scope, scope.db.app, 'write', async (tx, handle) => {
    const { effect } = scope
    if (effect) await effect.begin(handle)
    const result = await work(handle)
    effect?.finish(handle, result)
    if (effect?.rollback) await tx.rehearse()
    else await tx.commit()
    return result
  })
}

/**
 * As `withTenant` for reading: the server refuses writes, and several statements see the same scope. `work` may be run
 * twice: what a replica cannot answer is asked of the primary.
 */
export function readTenant<T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return read(scope, 'read', async (tx, handle) => {
    const result = await work(handle)
    await tx.commit()
    return result
  })
}

/** As `readTenant` for exactly one statement, which then costs one flight in all; a second one throws. */
export function readTenantOnce<T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return read(scope, 'flight', (_tx, handle) => work(handle))
}

type Work<T> = (tx: Transaction, handle: TenantTx) => Promise<T>

async function read<T>(scope: TenantScope, mode: TxOptions['mode'], work: Work<T>): Promise<T> {
  const { app, replica } = scope.db
  if (!replica || !scope.replicaSafe || !(await replica.isCurrent())) return transact(scope, app, mode, work)
  try {
    const result = await transact(scope, replica.pool, mode, work)
    replica.served()
    return result
  } catch (error) {
    // A refusal of the domain is an answer, and of anything else the primary may know better.
    replica.served(error instanceof AppError ? undefined : error)
    if (error instanceof AppError) throw error
    return transact(scope, app, mode, work)
  }
}

function transact<T>(scope: TenantScope, pool: pg.Pool, mode: TxOptions['mode'], work: Work<T>): Promise<T> {
  const { db, clock } = scope
  return checkout(pool, (client) => {
    const tx = new Transaction({ client, scope, now: clock.now(), mode, prepared: db.prepared })
    return { tx, work: (handle) => work(tx, handle as TenantTx) }
  })
}
