import type { Logger } from 'pino'
import type { Config } from '#src/config/config.ts'
import type { Database } from '#src/db/database.ts'
import type { Clock } from '#src/lib/clock.ts'
import type { Envelope } from '#src/lib/envelope.ts'
import type { Cache } from '#src/platform/cache/cache.ts'
import type { OnnxModels } from '#src/platform/embedding/onnx-models.ts'
import type { Mailer } from '#src/platform/mailer/mailer.ts'
import type { Outbound } from '#src/platform/outbound/outbound.ts'
import type { TaskQueue } from '#src/platform/queue/task-queue.ts'
import type { RateLimiter } from '#src/platform/rate-limit/rate-limiter.ts'
import type { ObjectStorage } from '#src/platform/storage/storage.ts'
import type { Metrics } from '#src/platform/telemetry/metrics.ts'

/** Infrastructure, and nothing of the domain. Made once a process by `createContext`, with overrides in tests. */
export interface AppContext {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly db: Database
  readonly cache: Cache
  readonly limiter: RateLimiter
  readonly queue: TaskQueue
  readonly storage: ObjectStorage
  readonly outbound: Outbound
  /** The local embedding model, where the operator offers one. */
  readonly onnx: OnnxModels | undefined
  readonly mailer: Mailer
  readonly envelope: Envelope
  readonly metrics: Metrics
  readonly lifecycle: Lifecycle
}

export interface Lifecycle {
  /** True once the process was told to stop: it is not ready for new work. */
  stopping: boolean
  /** What a module holds beside the infrastructure, such as child processes, ends here: before it, last one first. */
  onClose(callback: () => Promise<void>): void
}
