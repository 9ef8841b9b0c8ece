import { describe, expect, test } from 'vitest'
import { memoryRateLimiter } from './memory-rate-limiter.ts'
import type { RateDecision, RatePolicy } from './rate-limiter.ts'
import { sharedRateLimiter } from './shared-rate-limiter.ts'
import type { WindowGrant, WindowRequest } from './window-script.ts'

const policy = { name: 'requests', limit: 100, windowSeconds: 60 }

/** A window that never ends, with a limit of its own, in place of Redis. */
function setUp(limit = policy.limit) {
  const asked: WindowRequest[] = []
  const degraded: RatePolicy[] = []
  const errors: unknown[] = []
  const window = { used: 0, away: false, gate: Promise.resolve() }
  let now = 0

  const make = () =>
    sharedRateLimiter({
      async ask(request): Promise<WindowGrant> {
        asked.push(request)
        await window.gate
        if (window.away) throw new Error('away')
        window.used -= request.giveBack.count
        const free = limit - window.used
        const granted = Math.min(request.asked, free, Math.max(1, Math.floor(free / 2)))
        window.used += granted
        return { granted, remaining: free - granted, slotMs: 12_000, fullMs: 61_000, slice: asked.length }
      },
      fallback: memoryRateLimiter({ clock: { now: () => new Date(now) } }),
      onDegraded: (by) => degraded.push(by),
      onError: (error) => errors.push(error),
      elapsed: () => now,
    })
  const many = (count: number, limiter = make()) =>
    Promise.all(Array.from({ length: count }, async () => limiter.take(policy, 'a')))
  return { make, many, asked, degraded, errors, window, advance: (ms: number) => (now += ms) }
}

const allowedOf = (decisions: RateDecision[]) => decisions.filter(({ allowed }) => allowed).length

describe('leases', () => {
  test('let exactly the limit pass', async () => {
    const { many } = setUp()
    const decisions = await many(250)
    expect(allowedOf(decisions)).toBe(100)
    expect(decisions.at(-1)).toEqual({ allowed: false, limit: 100, remaining: 0, resetSeconds: 12, policy })
  })

  test('of several processes let no more than the limit pass', async () => {
    const { many, make, asked } = setUp()
    const processes = [make(), make(), make()]
    const decisions = await Promise.all(processes.map((limiter) => many(60, limiter)))
    expect(allowedOf(decisions.flat())).toBe(100)
    expect(asked.length).toBeLessThan(100)
  })

  test('answer at once while they last, and count down', async () => {
    const { many, make, asked } = setUp()
    const limiter = make()
    // Asks for 1, then four times for 5, so one is left.
    await many(20, limiter)
    expect(asked).toHaveLength(5)
    const decision = { allowed: true, limit: 100, remaining: 79, resetSeconds: 60, policy }
    expect(limiter.take(policy, 'a')).toEqual(decision)
    expect(limiter.take(policy, 'a')).toBeInstanceOf(Promise)
  })

  test('end, and what was not spent is given back', async () => {
    const { many, make, asked, advance, window } = setUp()
    const limiter = make()
    await many(13, limiter)
    expect(window.used).toBeGreaterThan(13)
    advance(1000)
    await limiter.take(policy, 'a')
    expect(asked.at(-1)?.giveBack.count).toBeGreaterThan(0)
    expect(window.used).toBe(14 + (asked.at(-1)?.asked ?? 0) - 1)
  })

  test('grow and shrink with what is spent', async () => {
    const { make, asked, advance } = setUp(1_000_000)
    const limiter = make()
    for (let i = 0; i < 10; i++) await limiter.take(policy, 'a')
    expect(asked.map((request) => request.asked)).toEqual([1, 2, 4, 5])
    advance(1000)
    await limiter.take(policy, 'a')
    advance(1000)
    await limiter.take(policy, 'a')
    expect(asked.slice(4).map((request) => request.asked)).toEqual([5, 2])
  })

  test('that arrive late still serve who waited, and nobody after', async () => {
    const { make, many, asked, advance, window } = setUp()
    const limiter = make()
    await many(20, limiter)
    advance(1000)
    const arrival = Promise.withResolvers<void>()
    window.gate = arrival.promise
    const waiting = many(2, limiter)
    advance(5000)
    arrival.resolve()
    expect(allowedOf(await waiting)).toBe(2)
    const calls = asked.length
    await limiter.take(policy, 'a')
    expect(asked.length).toBe(calls + 1)
  })

  test('are kept apart by policy and key', async () => {
    const { make, asked } = setUp()
    const limiter = make()
    await limiter.take(policy, 'a')
    await limiter.take(policy, 'b')
    await limiter.take({ ...policy, name: 'exports' }, 'a')
    expect(asked.map(({ key }) => key)).toEqual(['requests:a', 'requests:b', 'exports:a'])
  })
})

describe('exact calls', () => {
  test('ask each time, for one, to be used now', async () => {
    const { make, asked } = setUp(3)
    const limiter = make()
    const decisions = await Promise.all(
      Array.from({ length: 10 }, async () => limiter.take(policy, 'ip', { exact: true })),
    )
    expect(allowedOf(decisions)).toBe(3)
    expect(asked).toHaveLength(10)
    expect(asked.every((request) => request.asked === 1 && request.holdMs === 0)).toBe(true)
  })
})

describe('while the shared window is away', () => {
  test('exact calls are refused, and say so', async () => {
    const { make, window, degraded, errors } = setUp()
    window.away = true
    const decision = await make().take(policy, 'ip', { exact: true })
    const closed = { allowed: false, limit: 100, remaining: 0, resetSeconds: 5, policy, degraded: true }
    expect(decision).toEqual(closed)
    expect([degraded.length, errors.length]).toEqual([1, 1])
  })

  test('others are limited by each process alone', async () => {
    const { many, window, degraded } = setUp()
    window.away = true
    const decisions = await many(150)
    expect(allowedOf(decisions)).toBe(100)
    expect(decisions.every((decision) => decision.degraded)).toBe(true)
    expect(degraded).toHaveLength(150)
  })

  test('it is left alone for a second, then asked again', async () => {
    const { make, window, asked, advance } = setUp()
    const limiter = make()
    window.away = true
    await limiter.take(policy, 'a')
    window.away = false
    expect(await limiter.take(policy, 'a')).toMatchObject({ allowed: true, degraded: true })
    expect(asked).toHaveLength(1)
    advance(1000)
    expect(await limiter.take(policy, 'a')).not.toHaveProperty('degraded')
    expect(asked).toHaveLength(2)
  })
})
