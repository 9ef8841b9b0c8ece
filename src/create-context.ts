import { hkdfSync } from 'node:crypto'
import type { Logger } from 'pino'
import type { Config } from '#src/config/config.ts'
import type { AppContext } from '#src/context.ts'
import type { Database } from '#src/db/database.ts'
import { openDatabase } from '#src/db/open-database.ts'
import type { ServedBy } from '#src/db/replica.ts'
import { type Clock, systemClock } from '#src/lib/clock.ts'
import { createEnvelope } from '#src/lib/envelope.ts'
import type { Signal } from '#src/lib/signal.ts'
import { memoryCache } from '#src/platform/cache/memory-cache.ts'
import { redisCache } from '#src/platform/cache/redis-cache.ts'
import { openOnnxModels } from '#src/platform/embedding/onnx-models.ts'
import { createLogger } from '#src/platform/log/logger.ts'
import { seldom } from '#src/platform/log/seldom.ts'
import { logMailer } from '#src/platform/mailer/log-mailer.ts'
import { smtpMailer } from '#src/platform/mailer/smtp-mailer.ts'
import { createOutbound } from '#src/platform/outbound/outbound.ts'
import { openTaskQueue } from '#src/platform/queue/open-task-queue.ts'
import { postgresStore } from '#src/platform/queue/postgres-store.ts'
import { redisStore } from '#src/platform/queue/redis-store.ts'
import { beWoken, wakeOthers } from '#src/platform/queue/redis-wake.ts'
import type { TaskQueue } from '#src/platform/queue/task-queue.ts'
import { memoryRateLimiter } from '#src/platform/rate-limit/memory-rate-limiter.ts'
import { redisRateLimiter } from '#src/platform/rate-limit/redis-rate-limiter.ts'
import { folderStorage } from '#src/platform/storage/folder-storage.ts'
import { s3Storage } from '#src/platform/storage/s3-storage.ts'
import { createMetrics, type Metrics } from '#src/platform/telemetry/metrics.ts'

export interface OpenContext extends AppContext {
  /** Closes what was opened here, the queue before the database it may live in. Overrides are their maker's to close. */
  close(): Promise<void>
}

/** Keeps the product's keys apart from whatever else is in a Redis. */
export const REDIS_PREFIX = 'shortlist:'

/**
 * Opens the infrastructure a configuration names; a part given in `overrides` is taken instead.
 * @throws DatabaseNotReady
 */
export async function createContext(
  config: Config,
  overrides: Partial<AppContext> = {},
): Promise<OpenContext> {
  const { clock = systemClock, log = createLogger(config.logLevel), metrics = createMetrics() } = overrides
  const opened = new AsyncDisposableStack()
  const onClose = (callback: () => Promise<void>) => opened.defer(callback)
  const lifecycle = overrides.lifecycle ?? { stopping: false, onClose }
  const closing = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.defer(() => part.close())
    return part
  }
  try {
    const db = overrides.db ?? closing(await openDatabase(config, log, onReplicaRead(metrics)))
    if (config.redisUrl)
      closing(
        await openWake(
          config.role,
          config.redisUrl,
          db.outbox,
          warnSeldom(clock, log, 'the relay is not woken'),
        ),
      )
    return {
      config,
      log,
      clock,
      metrics,
      lifecycle,
      db,
      cache: overrides.cache ?? closing(await openCache(config, clock, log)),
      limiter: overrides.limiter ?? closing(await openLimiter(config, clock, log, metrics)),
      storage: overrides.storage ?? closing(await openStorage(config, clock)),
      outbound:
        overrides.outbound ?? closing(createOutbound({ allowPrivate: config.allowPrivateDestinations })),
      onnx: overrides.onnx ?? (await openOnnxModels(config.onnx)),
      queue: overrides.queue ?? closing(openQueue(config, db, clock, log)),
      mailer: overrides.mailer ?? closing(openMailer(config, log)),
      envelope: overrides.envelope ?? createEnvelope(config.encryptionKeys),
      close: () => opened.disposeAsync(),
    }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

const warnSeldom = (clock: Clock, log: Logger, message: string) =>
  seldom(clock, (err: unknown) => log.warn({ err }, message))

const onReplicaRead = (metrics: Metrics) => (by: ServedBy) => metrics.replicaReads.inc({ served_by: by })

/** A process that relays hears of what others write; one that does not tells them. */
const openWake = (role: Config['role'], url: string, signal: Signal, onError: (error: unknown) => void) =>
  (role === 'api' ? wakeOthers : beWoken)({ url, prefix: REDIS_PREFIX, signal, onError })

async function openCache({ redisUrl }: Config, clock: Clock, log: Logger) {
  if (!redisUrl) return memoryCache({ clock })
  return redisCache({
    url: redisUrl,
    prefix: REDIS_PREFIX,
    onError: warnSeldom(clock, log, 'the cache is away'),
  })
}

async function openLimiter({ redisUrl }: Config, clock: Clock, log: Logger, metrics: Metrics) {
  if (!redisUrl) return memoryRateLimiter({ clock })
  const warnDegraded = seldom(clock, () => log.warn('requests are limited by each process on its own'))
  return redisRateLimiter({
    url: redisUrl,
    prefix: REDIS_PREFIX,
    clock,
    onError: warnSeldom(clock, log, 'the shared rate limits are away'),
    onDegraded: ({ name }) => {
      metrics.rateLimiterDegraded.inc({ policy: name })
      warnDegraded()
    },
  })
}

async function openStorage({ storage, encryptionKeys }: Config, clock: Clock) {
  if (storage.kind === 's3') return s3Storage(storage)
  const [key] = encryptionKeys
  if (!key) throw new Error('links to files need an encryption key')
  const signingKey = Buffer.from(hkdfSync('sha256', key, '', 'shortlist file links', 32))
  return folderStorage({ dir: storage.dir, signingKey, clock })
}

const openMailer = ({ mail: { smtpUrl, from, dir } }: Config, log: Logger) =>
  smtpUrl ? smtpMailer({ url: smtpUrl, from }) : logMailer({ log, from, dir })

function openQueue({ queue }: Config, db: Database, clock: Clock, log: Logger): TaskQueue {
  const onError = warnSeldom(clock, log, 'the queue is away or slow')
  if (queue.kind === 'redis')
    return openTaskQueue(() => redisStore({ url: queue.url, prefix: `${REDIS_PREFIX}queue` }, onError))
  return openTaskQueue(async () => {
    if (!db.queue) throw new Error('this database was opened without a queue')
    return postgresStore(db.queue, onError)
  })
}
