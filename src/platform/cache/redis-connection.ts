import type { Redis } from 'ioredis'

export interface RedisConnectionOptions {
  url: string
  onError: (error: Error) => void
}

const CONNECT_TIMEOUT_MS = 2_000
const COMMAND_TIMEOUT_MS = 500
const MAX_RECONNECT_DELAY_MS = 2_000

/**
 * A connection for what a request can do without: a command fails at once when Redis is away, and is never kept for
 * later. A Redis that is away at start is tried again for ever, so this does not reject.
 */
export async function connectRedis({ url, onError }: RedisConnectionOptions): Promise<Redis> {
  const { Redis: Client } = await import('ioredis')
  const redis = new Client(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
  })
  redis.on('error', onError)
  // Its error has gone to onError.
  await redis.connect().catch(() => undefined)
  return redis
}
