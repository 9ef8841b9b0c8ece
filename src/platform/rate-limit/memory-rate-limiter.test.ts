import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryRateLimiter } from './memory-rate-limiter.ts'

const policy = { name: 'login', limit: 5, windowSeconds: 60 }

function setUp(maxKeys?: number) {
  let now = 1_700_000_000_000
  const limiter = memoryRateLimiter({ clock: { now: () => new Date(now) }, ...(maxKeys && { maxKeys }) })
  const take = (key = 'a', by = policy) => limiter.take(by, key)
  return { take, limiter, advance: (ms: number) => (now += ms) }
}

const allowedOf = (decisions: { allowed: boolean }[]) => decisions.filter(({ allowed }) => allowed).length

describe('the limiter in memory', () => {
  test('lets exactly the limit pass, and counts down', () => {
    const { take } = setUp()
    const decisions = Array.from({ length: 50 }, () => take())
    expect(allowedOf(decisions)).toBe(5)
    expect(decisions.slice(0, 6).map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0])
    expect(decisions[0]).toEqual({ allowed: true, limit: 5, remaining: 4, resetSeconds: 60, policy })
    expect(decisions[5]).toEqual({ allowed: false, limit: 5, remaining: 0, resetSeconds: 60, policy })
  })

  test('opens again when its answer said', () => {
    const { take, advance } = setUp()
    for (let i = 0; i < 5; i++) take()
    advance(20_500)
    expect(take()).toMatchObject({ allowed: false, resetSeconds: 40 })
    advance(39_499)
    expect(take()).toMatchObject({ allowed: false, resetSeconds: 1 })
    advance(1)
    expect(take()).toMatchObject({ allowed: true, remaining: 4 })
  })

  test('gives slots back one by one', () => {
    const { take, advance } = setUp()
    for (let i = 0; i < 5; i++) {
      take()
      advance(10_000)
    }
    expect(take()).toMatchObject({ allowed: false, resetSeconds: 10 })
    advance(10_000)
    expect([take().allowed, take().allowed]).toEqual([true, false])
  })

  test('a refused call costs nothing', () => {
    const { take, advance } = setUp()
    for (let i = 0; i < 100; i++) take()
    advance(60_000)
    expect(allowedOf(Array.from({ length: 10 }, () => take()))).toBe(5)
  })

  test('counts keys and policies apart', () => {
    const { take } = setUp()
    for (let i = 0; i < 6; i++) take('a')
    expect(take('b').allowed).toBe(true)
    expect(take('a', { ...policy, name: 'signup' }).allowed).toBe(true)
  })

  test('forgets the least recently seen key when there are too many, of its own policy only', () => {
    const { take } = setUp(3)
    for (let i = 0; i < 5; i++) take('a')
    for (const key of ['b', 'c', 'd']) take(key, { ...policy, name: 'signup' })
    expect(take('a').allowed).toBe(false)
    for (const key of ['b', 'c', 'd']) take(key)
    expect(take('a').allowed).toBe(true)
  })

  test('a clock that is set back keeps nobody out for longer than a window', () => {
    const { take, advance } = setUp()
    for (let i = 0; i < 5; i++) take()
    advance(-3_600_000)
    expect(take()).toMatchObject({ allowed: false, resetSeconds: 60 })
    advance(60_000)
    expect(take().allowed).toBe(true)
  })

  test('no window holds more than the limit, and whoever waits as told gets through', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 20, maxLength: 200 })
    const limits = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(pauses, limits, fc.integer({ min: 1, max: 20 }), (steps, limit, windowSeconds) => {
        const { take, advance } = setUp()
        const passed: number[] = []
        for (const step of steps) {
          const now = advance(step)
          const { allowed, resetSeconds } = take('a', { name: 'p', limit, windowSeconds })
          if (allowed) passed.push(now)
          else if (step > 3000) {
            const later = advance(resetSeconds * 1000)
            expect(take('a', { name: 'p', limit, windowSeconds }).allowed).toBe(true)
            passed.push(later)
          }
        }
        for (const start of passed) {
          const inside = passed.filter((at) => at >= start && at < start + windowSeconds * 1000)
          expect(inside.length).toBeLessThanOrEqual(limit)
        }
      }),
    )
  })

  test('remembers little, however many requests there are', () => {
    const { take, advance } = setUp()
    const busy = { name: 'requests', limit: 6000, windowSeconds: 60 }
    let allowed = 0
    for (let i = 0; i < 60_000; i++) {
      if (take('a', busy).allowed) allowed += 1
      advance(5)
    }
    // Five minutes at twice the limit: the full quota each window, but for what the slices round up.
    expect(allowed).toBeLessThanOrEqual(5 * 6000)
    expect(allowed).toBeGreaterThanOrEqual(4.8 * 6000)
  })
})
