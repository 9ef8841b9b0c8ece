import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import type { Transaction, Tx } from './tx.ts'

interface Job<T> {
  tx: Transaction
  work(handle: Tx): Promise<T>
}

const inside = new AsyncLocalStorage<true>()

/**
 * Takes a connection out of the pool for the length of one transaction. A second checkout inside the first is refused:
 * under load it waits for a connection that its own transaction holds.
 */
export async function checkout<T>(pool: pg.Pool, start: (client: pg.PoolClient) => Job<T>): Promise<T> {
  if (inside.getStore()) throw new Error('a transaction was opened inside another one')
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const { tx, work } = start(client)
    try {
      return await inside.run(true, () => work(tx as Transaction & Tx))
    } finally {
      // A connection whose transaction cannot be ended must not serve anyone else.
      await tx.rollback().catch((error: Error) => {
        broken = error
      })
    }
  } finally {
    client.release(broken)
  }
}
