import type { Logger } from 'pino'
import type { Config } from '#src/config/config.ts'
import type { Database } from '#src/db/database.ts'
import type { Clock } from '#src/lib/clock.ts'
import type { Envelope } from '#src/lib/envelope.ts'
import type { Cache } from '#src/platform/cache/cache.ts'
import type { Outbound } from '#src/platform/outbound/outbound.ts'
import type { RateLimiter } from '#src/platform/rate-limit/rate-limiter.ts'
import type { ObjectStorage } from '#src/platform/storage/storage.ts'

/** Infrastructure, and nothing of the domain. Made once a process by `createContext`, with overrides in tests. */
export interface AppContext {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly db: Database
  readonly cache: Cache
  readonly limiter: RateLimiter
  readonly storage: ObjectStorage
  readonly outbound: Outbound
  readonly envelope: Envelope
}
