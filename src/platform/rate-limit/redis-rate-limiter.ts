import type { Clock } from '#src/lib/clock.ts'
import { connectRedis } from '#src/platform/cache/redis-connection.ts'
import { memoryRateLimiter } from './memory-rate-limiter.ts'
import type { RateLimiter, RatePolicy } from './rate-limiter.ts'
import { sharedRateLimiter } from './shared-rate-limiter.ts'
import { askWindow } from './window-script.ts'

export interface RedisRateLimiterOptions {
  url: string
  /** Keeps deployments, and test runs, that share a Redis apart. */
  prefix: string
  clock: Clock
  onError: (error: unknown) => void
  /** Told of every decision made while Redis is away. */
  onDegraded: (policy: RatePolicy) => void
}

export async function redisRateLimiter(options: RedisRateLimiterOptions): Promise<RateLimiter> {
  const { url, prefix, clock, onError, onDegraded } = options
  const redis = await connectRedis({ url, onError })
  const fallback = memoryRateLimiter({ clock })
  const { take } = sharedRateLimiter({
    ask: (request) => askWindow(redis, { ...request, key: `${prefix}rate:${request.key}` }),
    fallback,
    onError,
    onDegraded,
  })
  return {
    take,
    close: async () => {
      redis.disconnect()
      await fallback.close()
    },
  }
}
