import { type Cache, cacheOver } from './cache.ts'
import type { CacheKey } from './cache-key.ts'
import { connectRedis } from './redis-connection.ts'

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

  return cacheOver({
    get: async (key) => {
      const text = await redis.get(nameOf(key)).catch(onError)
      return text ?? undefined
    },
    set: async (key, text, ttlMs) => {
      await redis.set(nameOf(key), text, 'PX', ttlMs).catch(onError)
    },
    delete: async (key) => {
      await redis.del(nameOf(key)).catch(onError)
    },
    close: async () => redis.disconnect(),
  })
}
