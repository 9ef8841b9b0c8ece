import { QUEUE_OPTIONS, type Store, WORKER_OPTIONS } from './store.ts'

const MAX_RECONNECT_DELAY_MS = 2_000
const COMMAND_TIMEOUT_MS = 5_000

export interface RedisStoreOptions {
  url: string
  /** Keeps deployments, and test runs, that share a Redis apart. */
  prefix: string
}

/**
 * Sending fails at once while Redis is away, and the relay tries again; workers wait for it. A Redis that is away at
 * the start is waited for as well.
 */
export async function redisStore(
  { url, prefix }: RedisStoreOptions,
  onError: (error: Error) => void,
): Promise<Store> {
  const [{ Queue, Worker }, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')])
  const retryStrategy = (attempt: number) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS)
  const sender = new Redis(url, {
    lazyConnect: true,
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
  })
  sender.on('error', onError)
  // Its error has gone to onError.
  await sender.connect().catch(() => undefined)
  return {
    queue: (name) =>
      new Queue(name, {
        connection: sender,
        prefix,
        // A look at the version that fails because Redis is away would break the queue for good.
        skipVersionCheck: true,
        skipWaitingForReady: true,
        ...QUEUE_OPTIONS,
      }).on('error', onError),
    worker: (name, processor, concurrency) =>
      new Worker(name, processor, {
        connection: { url, maxRetriesPerRequest: null, retryStrategy },
        prefix,
        concurrency,
        ...WORKER_OPTIONS,
      }).on('error', onError),
    // A Redis that was restarted may lack its last second, and one that was flushed lacks all: the first to see either
    // leaves the mark of this run for the others.
    mayHaveLost: async () => {
      const run = /run_id:(\w+)/.exec(await sender.info('server'))?.[1] ?? ''
      if ((await sender.get(`${prefix}:run`)) === run) return false
      await sender.set(`${prefix}:run`, run)
      return true
    },
    ready: async () => {
      await sender.ping()
    },
    close: async () => sender.disconnect(),
  }
}
