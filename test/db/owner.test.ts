import pg from 'pg'
import { afterAll, describe, expect, inject, test } from 'vitest'
import type { Database } from '#src/db/database.ts'
import { withOwner } from '#src/db/owner.ts'

const stack = inject('stack')
const pools: pg.Pool[] = []
afterAll(() => Promise.all(pools.map((pool) => pool.end())))

/** The database layer of a process that was given the owner's log-in. */
function processOf(): Database {
  const owner = new pg.Pool({ connectionString: stack.superUrl, max: 1 })
  owner.on('error', () => {})
  pools.push(owner)
  return { owner } as unknown as Database
}

const never = new AbortController().signal

test('a process without the owner’s log-in does nothing', async () => {
  expect(await withOwner({} as Database, 'index vectors', async () => 1, never)).toBeUndefined()
  expect(await withOwner(processOf(), 'index vectors', async () => 1, AbortSignal.abort())).toBeUndefined()
})

test('each statement stands alone, and a failure leaves the connection to the next', async () => {
  const db = processOf()
  const failing = withOwner(db, 'index vectors', (run) => run('select 1 / 0'), never)
  await expect(failing).rejects.toThrow('division by zero')
  expect(await withOwner(db, 'index vectors', async (run) => (await run('select 1')) && 1, never)).toBe(1)
})

// The embedded engine is one session to PostgreSQL, which has all of its locks.
describe.skipIf(stack.kind === 'embedded')('on a server', () => {
  test('one process at a time does the owner’s work', async () => {
    const [one, other] = [processOf(), processOf()]
    const work = async () => 'done'
    const during = await withOwner(
      one,
      'index vectors',
      () => withOwner(other, 'index vectors', work, never),
      never,
    )
    expect([during, await withOwner(other, 'index vectors', work, never)]).toEqual([undefined, 'done'])
  })

  test('a statement under way ends when the process is told to stop', async () => {
    const stop = new AbortController()
    const sleeping = withOwner(
      processOf(),
      'index vectors',
      (run) => {
        const asleep = run('select pg_sleep(600)')
        stop.abort()
        return asleep
      },
      stop.signal,
    )
    await expect(sleeping).rejects.toThrow(/terminated/)
  })
})
