import type pg from 'pg'

const PAUSE_MS = 500

/**
 * The same pool, but for `connect`, which tries until it succeeds or the pool has ended. BullMQ (6.7) keeps the failure
 * of a first connection for good: its workers then ask again without a pause, and the process does nothing else.
 */
export function patientPool(pool: pg.Pool, onError: (error: Error) => void): pg.Pool {
  const connect = async (): Promise<pg.PoolClient> => {
    for (;;) {
      try {
        return await pool.connect()
      } catch (error) {
        if (pool.ending) throw error
        onError(error as Error)
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      }
    }
  }
  return new Proxy(pool, {
    get: (target, name) => {
      if (name === 'connect') return connect
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}
