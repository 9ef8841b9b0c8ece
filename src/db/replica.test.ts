import type pg from 'pg'
import pino from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { Replica, type ServedBy } from './replica.ts'

/** A primary and a replica that are as far as told, and a clock that moves with every question. */
function setUp({ stepMs = 1 } = {}) {
  const at = { committed: 100n, replayed: 100n, failing: false, now: 0 }
  const served: ServedBy[] = []
  const lines: string[] = []
  const asked = { primary: 0, replica: 0 }
  const login = { timezone: 'UTC', unbound: false, groups: ['ats_app'] }
  const answer = async (who: 'primary' | 'replica', text: string) => {
    at.now += stepMs
    if (who === 'replica' && at.failing) throw new Error('away')
    if (text.includes('pg_control_system')) return { rows: [{ id: '1', follows: who === 'replica' }] }
    if (text.includes('rolsuper')) return { rows: [login] }
    asked[who] += 1
    return { rows: [{ position: String(who === 'primary' ? at.committed : at.replayed) }] }
  }
  const pool = (who: 'primary' | 'replica') => {
    const query = vi.fn((text: string) => answer(who, text))
    return { query, connect: async () => ({ query, release: () => {} }) } as unknown as pg.Pool
  }
  const replica = new Replica({
    pool: pool('replica'),
    position: { primary: pool('primary'), replica: pool('replica') },
    log: pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line).msg) }),
    onRead: (by) => served.push(by),
    elapsed: () => at.now,
  })
  return { replica, at, asked, served, lines, login }
}

describe('a replica', () => {
  test('is current once it has replayed what was committed', async () => {
    const { replica, at } = setUp()
    expect(await replica.isCurrent()).toBe(true)
    at.committed = 101n
    expect(await replica.isCurrent()).toBe(false)
  })

  test('that is a moment behind is waited for', async () => {
    const { replica, at } = setUp()
    await replica.open()
    at.committed = 101n
    const current = replica.isCurrent()
    queueMicrotask(() => {
      at.replayed = 101n
    })
    expect(await current).toBe(true)
  })

  test('that stays behind is left alone for a while', async () => {
    const { replica, at, asked, served } = setUp()
    at.committed = 101n
    expect(await replica.isCurrent()).toBe(false)
    const before = asked.replica
    expect(before).toBeLessThan(30)
    at.replayed = 101n
    expect(await replica.isCurrent()).toBe(false)
    expect(asked.replica).toBe(before)
    at.now += 250
    expect(await replica.isCurrent()).toBe(true)
    expect(served).toEqual(['primary_for_behind', 'primary_for_behind'])
  })

  test('is asked once for all who come before the question, and again for who comes during it', async () => {
    const { replica, at, asked } = setUp()
    await replica.open()
    const first = Promise.all(Array.from({ length: 50 }, () => replica.isCurrent()))
    while (asked.primary === 0) await Promise.resolve()
    // Committed after the question was put: its answer is none for whoever comes now.
    at.committed = 101n
    const second = Promise.all(Array.from({ length: 50 }, () => replica.isCurrent()))
    expect(new Set(await first)).toEqual(new Set([true]))
    expect(new Set(await second)).toEqual(new Set([false]))
    expect(asked.primary).toBe(2)
  })

  test('that is away is told of once, and so is its return', async () => {
    const { replica, at, served, lines } = setUp()
    at.failing = true
    await replica.open()
    for (let i = 0; i < 3; i++) {
      at.now += 1_000
      expect(await replica.isCurrent()).toBe(false)
    }
    expect([replica.isAway, lines]).toEqual([
      true,
      ['the replica cannot be used; the primary serves its reads'],
    ])
    expect(served).toEqual(Array(3).fill('primary_for_away'))
    at.failing = false
    at.now += 1_000
    expect(await replica.isCurrent()).toBe(true)
    expect([replica.isAway, lines.at(-1)]).toEqual([false, 'the replica is used again'])
  })

  test('whose log-in passes row-level security is refused at the start, and never used', async () => {
    const { replica, login } = setUp()
    login.unbound = true
    await expect(replica.open()).rejects.toThrow('DATABASE_REPLICA_URL: its log-in passes row-level security')
    expect(await replica.isCurrent()).toBe(false)
  })
})
