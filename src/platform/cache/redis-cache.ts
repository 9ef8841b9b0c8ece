import { randomUUID } from 'node:crypto'
import { type Cache, cacheOver } from './cache.ts'
import type { CacheKey } from './cache-key.ts'
import { connectRedis } from './redis-connection.ts'

/** JSON is never empty. */
const SETTLE = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
return 1`

export interface RedisCacheOptions {
  url: string
  /** Keeps deployments, and test runs, that share a Redis apart. */
  prefix: string
  /** Told of every failure; the callers are not, they load what they need. */
  onError: (error: Error) => void
}

export async function redisCache({ url, prefix, onError }: RedisCacheOptions): Promise<Cache> {
  const redis = await connectRedis({ url, onError })
  const nameOf = (key: CacheKey) => `${prefix}cache:${key}`
  const claimOf = (key: CacheKey) => `${prefix}claim:${key}`

  return cacheOver({
    get: async (key) => {
      const text = await redis.get(nameOf(key)).catch(onError)
      return text ?? undefined
    },
    set: async (key, text, ttlMs) => {
      await redis.set(nameOf(key), text, 'PX', ttlMs).catch(onError)
    },
    delete: async (key) => {
      await redis.del(nameOf(key), claimOf(key)).catch(onError)
    },
    claims: {
      take: async (key, forMs) => {
        const claim = randomUUID()
        // A store that is away keeps nobody waiting: everyone loads.
        const taken = await redis.set(claimOf(key), claim, 'PX', forMs, 'NX').catch(() => 'OK')
        return taken === 'OK' ? claim : undefined
      },
      settle: async (key, claim, text, ttlMs) => {
        await redis.eval(SETTLE, 2, claimOf(key), nameOf(key), claim, text ?? '', ttlMs).catch(onError)
      },
    },
    close: async () => redis.disconnect(),
  })
}
