import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#src/lib/clock.ts'
import { newId } from '#src/lib/ids.ts'
import type { Cache } from '#src/platform/cache/cache.ts'
import { cacheKey } from '#src/platform/cache/cache-key.ts'
import { redisCache } from '#src/platform/cache/redis-cache.ts'
import type { RateDecision, RateLimiter } from '#src/platform/rate-limit/rate-limiter.ts'
import { redisRateLimiter } from '#src/platform/rate-limit/redis-rate-limiter.ts'

const url = process.env.TEST_REDIS_URL
const prefix = `test-${newId()}:`
const ignore = () => {}

const connected: { close(): Promise<void> }[] = []
afterAll(() => Promise.all(connected.map((each) => each.close())))

async function cacheAt(redisUrl: string): Promise<Cache> {
  const cache = await redisCache({ url: redisUrl, prefix, onError: ignore })
  connected.push(cache)
  return cache
}

async function limiterAt(redisUrl: string): Promise<RateLimiter> {
  const options = { url: redisUrl, prefix, clock: systemClock, onError: ignore, onDegraded: ignore }
  const limiter = await redisRateLimiter(options)
  connected.push(limiter)
  return limiter
}

const allowedOf = (decisions: RateDecision[]) => decisions.filter(({ allowed }) => allowed).length

describe.skipIf(!url)('with Redis', () => {
  let redis: Redis
  let cache: Cache
  let limiters: [RateLimiter, RateLimiter]

  beforeAll(async () => {
    redis = new Redis(url ?? '')
    cache = await cacheAt(url ?? '')
    limiters = [await limiterAt(url ?? ''), await limiterAt(url ?? '')]
  })

  afterAll(async () => {
    const left = await redis.keys(`${prefix}*`)
    if (left.length > 0) await redis.del(left)
    redis.disconnect()
  })

  /** 50 callers in each of two processes. */
  const rush = (policy: { name: string; limit: number; windowSeconds: number }, exact: boolean) =>
    Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        limiters[index % 2 ? 1 : 0].take(policy, 'caller', { exact }),
      ),
    )

  test('the cache keeps a value for its time, under its prefix', async () => {
    const key = cacheKey(newId(), 'match.v1', 'x')
    await cache.set(key, { score: 71, note: 'größe' }, 60_000)
    expect(await cache.get(key)).toEqual({ score: 71, note: 'größe' })
    expect(await redis.pttl(`${prefix}cache:${key}`)).toBeGreaterThan(50_000)
    await cache.delete(key)
    expect(await cache.get(key)).toBeUndefined()
  })

  test('the cache loads once, and what another process stored is found', async () => {
    const key = cacheKey(newId(), 'match.v1', 'x')
    let loads = 0
    const load = async () => ++loads
    await Promise.all([cache.getOrLoad(key, 60_000, load), cache.getOrLoad(key, 60_000, load)])
    expect(await (await cacheAt(url ?? '')).getOrLoad(key, 60_000, load)).toBe(1)
  })

  test('of many processes one loads, and again after a flush in the middle of it', async () => {
    const key = cacheKey(newId(), 'match.v1', 'x')
    const caches = await Promise.all(Array.from({ length: 4 }, () => cacheAt(url ?? '')))
    let loads = 0
    const readEverywhere = (load: () => Promise<number>) =>
      Promise.all([...caches, ...caches].map((each) => each.getOrLoad(key, 60_000, load)))
    const gate = Promise.withResolvers<void>()
    const first = readEverywhere(async () => {
      await gate.promise
      return ++loads
    })
    await expect.poll(() => redis.exists(`${prefix}claim:${key}`)).toBe(1)
    gate.resolve()
    expect(await first).toEqual(Array(8).fill(1))
    await redis.del(`${prefix}cache:${key}`)
    expect(await readEverywhere(async () => ++loads)).toEqual(Array(8).fill(2))
    expect(await redis.exists(`${prefix}claim:${key}`)).toBe(0)
  })

  test('what one process loads is not kept when another deletes the key meanwhile', async () => {
    const key = cacheKey(newId(), 'match.v1', 'x')
    const [one, other] = [await cacheAt(url ?? ''), await cacheAt(url ?? '')]
    const old = Promise.withResolvers<string>()
    const loading = one.getOrLoad(key, 60_000, () => old.promise)
    await expect.poll(() => redis.exists(`${prefix}claim:${key}`)).toBe(1)
    await other.delete(key)
    old.resolve('old')
    expect([await loading, await other.get(key)]).toEqual(['old', undefined])
  })

  test('a load that fails leaves the key to the next process', async () => {
    const key = cacheKey(newId(), 'match.v1', 'x')
    const fail = () => Promise.reject(new Error('database away'))
    await expect(cache.getOrLoad(key, 60_000, fail)).rejects.toThrow('database away')
    expect(await (await cacheAt(url ?? '')).getOrLoad(key, 60_000, async () => 'back')).toBe('back')
  })

  test('the cache takes a damaged value for none', async () => {
    const key = cacheKey(newId(), 'match.v1', 'x')
    await redis.set(`${prefix}cache:${key}`, '{"half":')
    expect(await cache.getOrLoad(key, 60_000, async () => 'whole')).toBe('whole')
  })

  test.each([
    ['exact', true],
    ['leased', false],
  ])('%s calls of several processes let exactly the limit pass', async (name, exact) => {
    const policy = { name, limit: 30, windowSeconds: 600 }
    const decisions = await rush(policy, exact)
    expect(allowedOf(decisions)).toBe(30)
    const refused = decisions.find(({ allowed }) => !allowed)
    expect(refused).toMatchObject({ remaining: 0, limit: 30 })
    expect(refused?.resetSeconds).toBeGreaterThan(590)
    expect(refused?.resetSeconds).toBeLessThanOrEqual(610)
  })

  test('leased calls with room for leases stay within the limit, and lose none of it', async () => {
    const policy = { name: 'roomy', limit: 400, windowSeconds: 600 }
    let allowed = 0
    for (let round = 0; round < 6; round++) allowed += allowedOf(await rush(policy, false))
    expect(allowed).toBe(400)
  })

  test('a window passes, and its key with it', async () => {
    const policy = { name: 'brief', limit: 5, windowSeconds: 1 }
    const [limiter] = limiters
    const take = async () => limiter.take(policy, 'caller', { exact: true })
    await Promise.all(Array.from({ length: 5 }, take))
    const key = `${prefix}rate:brief:caller`
    expect(await redis.pttl(key)).toBeGreaterThan(0)
    await expect.poll(() => redis.exists(key), { timeout: 5000 }).toBe(0)
    expect(await take()).toMatchObject({ allowed: true, remaining: 4 })
  })

  test('the script is loaded again after Redis forgot it', async () => {
    await redis.script('FLUSH')
    const decision = await limiters[0].take({ name: 'again', limit: 5, windowSeconds: 60 }, 'caller', {
      exact: true,
    })
    expect(decision).toMatchObject({ allowed: true, remaining: 4 })
    expect(decision).not.toHaveProperty('degraded')
  })
})

describe('without Redis', () => {
  const policy = { name: 'requests', limit: 5, windowSeconds: 60 }

  async function showsItself(redisUrl: string) {
    const [cache, limiter] = await Promise.all([cacheAt(redisUrl), limiterAt(redisUrl)])
    const key = cacheKey(newId(), 'match.v1', 'x')
    await cache.set(key, 1, 1000)
    await cache.delete(key)
    expect(await cache.getOrLoad(key, 1000, async () => 'loaded')).toBe('loaded')

    const closed = await limiter.take(policy, 'caller', { exact: true })
    expect(closed).toMatchObject({ allowed: false, resetSeconds: 5, degraded: true })
    const open = await Promise.all(Array.from({ length: 20 }, async () => limiter.take(policy, 'caller')))
    expect(allowedOf(open)).toBe(5)
    expect(open.every(({ degraded }) => degraded)).toBe(true)
  }

  test('nobody listens', async () => {
    await showsItself('redis://127.0.0.1:1')
  })

  test('somebody listens and says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', ignore).resume()).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    await showsItself(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    silent.close()
  })
})
