import type { Signal } from '#src/lib/signal.ts'
import { connectRedis } from '#src/platform/cache/redis-connection.ts'

export interface RedisWakeOptions {
  url: string
  /** Keeps deployments that share a Redis apart. */
  prefix: string
  signal: Signal
  onError: (error: Error) => void
}

export interface Wake {
  close(): Promise<void>
}

const MAX_RECONNECT_DELAY_MS = 2_000

/**
 * Passes the signal on to the processes that listen, for one whose own relay does not run. A message that is lost
 * costs the relay's next look: a quarter of a second.
 */
export async function wakeOthers({ url, prefix, signal, onError }: RedisWakeOptions): Promise<Wake> {
  const redis = await connectRedis({ url, onError })
  let publishing = false
  let again = false
  const publish = async () => {
    again = publishing
    if (publishing) return
    publishing = true
    await redis.publish(`${prefix}wake`, '').catch(onError)
    publishing = false
    if (again) void publish()
  }
  const unlisten = signal.listen(() => void publish())
  return {
    close: async () => {
      unlisten()
      redis.disconnect()
    },
  }
}

/** Fires the signal when another process wrote what is to be relayed. */
export async function beWoken({ url, prefix, signal, onError }: RedisWakeOptions): Promise<Wake> {
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
  })
  redis.on('error', onError).on('message', () => signal.fire())
  // Sent when there is a connection, and again with each new one; rejects only when this is closed before.
  redis.subscribe(`${prefix}wake`).catch(() => undefined)
  return { close: async () => redis.disconnect() }
}
