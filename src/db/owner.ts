import type pg from 'pg'
import type { Database } from './database.ts'

/** Why a process changes the schema as it runs. The list is closed, as that of `Escalation` is. */
type OwnersWork = 'index vectors'

/** Runs a statement as ats_owner, by itself, outside of any transaction. */
export type RunAsOwner = (statement: string) => Promise<unknown>

/**
 * The named escalation to the owner of the tables, whom no grant binds. One process at a time does such work; undefined,
 * and nothing done, where another one is at it or this one has no such log-in. Aborting `signal` breaks off a statement
 * under way, and what it has half done is left behind.
 */
export async function withOwner<T>(
  { owner }: Database,
  _why: OwnersWork,
  work: (run: RunAsOwner) => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  if (!owner || signal.aborted) return undefined
  const client = await owner.connect()
  const release = once((broken?: Error) => client.release(broken))
  const onAbort = () => release(new Error('stopped'))
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK])
    if (!rows[0]?.mine) return undefined
    return await work((statement) => client.query(statement))
  } finally {
    signal.removeEventListener('abort', onAbort)
    await unlock(client).then(
      () => release(),
      (error: Error) => release(error),
    )
  }
}

const LOCK = 7_203_413

const unlock = (client: pg.PoolClient) => client.query('select pg_advisory_unlock_all()')

/** A client is given back to its pool at most once. */
function once(callback: (broken?: Error) => void): (broken?: Error) => void {
  let called = false
  return (broken) => {
    if (called) return
    called = true
    callback(broken)
  }
}
