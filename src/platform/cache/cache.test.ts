import { describe, expect, test } from 'vitest'
import { cacheKey } from './cache-key.ts'
import { memoryCache } from './memory-cache.ts'

const TENANT = '01890000-0000-7000-8000-000000000001'
const key = cacheKey(TENANT, 'match.v1', 'a')

function setUp(maxSize = 10_000) {
  let now = 1_000_000
  const cache = memoryCache({ clock: { now: () => new Date(now) }, maxSize })
  return { cache, advance: (ms: number) => (now += ms) }
}

describe('the cache in memory', () => {
  test('keeps a value for its time', async () => {
    const { cache, advance } = setUp()
    await cache.set(key, { score: 71 }, 1000)
    advance(1000)
    expect(await cache.get(key)).toEqual({ score: 71 })
    advance(1)
    expect(await cache.get(key)).toBeUndefined()
  })

  test('keeps null, and not undefined', async () => {
    const { cache } = setUp()
    await cache.set(key, null, 1000)
    expect(await cache.get(key)).toBeNull()
    await cache.delete(key)
    await cache.set(key, undefined, 1000)
    expect(await cache.get(key)).toBeUndefined()
  })

  test('shares no object with its callers', async () => {
    const { cache } = setUp()
    const value = { list: [1] }
    await cache.set(key, value, 1000)
    value.list.push(2)
    expect(await cache.get(key)).toEqual({ list: [1] })
  })

  test('drops the least recently used when it is full', async () => {
    const { cache } = setUp(500)
    const keys = ['a', 'b', 'c'].map((id) => cacheKey(TENANT, 'big', id))
    for (const each of keys) await cache.set(each, 'x'.repeat(150), 1000)
    const kept = await Promise.all(keys.map((each) => cache.get(each)))
    expect(kept.map((value) => value !== undefined)).toEqual([false, true, true])
  })

  test('does not keep what is larger than all of it', async () => {
    const { cache } = setUp(500)
    await cache.set(key, 'x'.repeat(1000), 1000)
    expect(await cache.get(key)).toBeUndefined()
  })
})

describe('loading', () => {
  test('happens once for many callers, and once more after its time', async () => {
    const { cache, advance } = setUp()
    let loads = 0
    const read = () => cache.getOrLoad(key, 1000, async () => ++loads)
    expect(await Promise.all(Array.from({ length: 50 }, read))).toEqual(Array(50).fill(1))
    expect(await read()).toBe(1)
    advance(1001)
    expect(await read()).toBe(2)
  })

  test('that fails is told to all who wait, and not kept', async () => {
    const { cache } = setUp()
    const fail = async () => {
      throw new Error('database away')
    }
    const both = await Promise.allSettled([
      cache.getOrLoad(key, 1000, fail),
      cache.getOrLoad(key, 1000, fail),
    ])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await cache.getOrLoad(key, 1000, async () => 'back')).toBe('back')
  })

  test('is not kept, nor shared further, when the key is deleted meanwhile', async () => {
    const { cache } = setUp()
    const old = Promise.withResolvers<string>()
    const before = cache.getOrLoad(key, 1000, () => old.promise)
    await cache.delete(key)
    const after = await cache.getOrLoad(key, 1000, async () => 'new')
    old.resolve('old')
    expect([await before, after, await cache.get(key)]).toEqual(['old', 'new', 'new'])
  })
})

describe('a cache key', () => {
  test('begins with the tenant, and a part cannot pass for two', () => {
    expect(key).toBe(`${TENANT}:match.v1:a`)
    expect(cacheKey(TENANT, 'k', 'a:b')).not.toBe(cacheKey(TENANT, 'k', 'a', 'b'))
    expect(cacheKey(TENANT, 'k', 1)).toBe(`${TENANT}:k:1`)
  })

  test('is refused without a tenant, or past its length', () => {
    expect(() => cacheKey('', 'k')).toThrow(TypeError)
    expect(() => cacheKey('*', 'k')).toThrow(TypeError)
    expect(() => cacheKey(TENANT, 'k', 'x'.repeat(500))).toThrow(RangeError)
  })
})
