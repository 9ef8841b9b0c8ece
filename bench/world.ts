import type { BenchDatabase } from './database.ts'
import type { BenchTenant } from './fill.ts'
import type { Options } from './options.ts'

/** What a comparison finds: a filled database of this run's own on a server, perhaps a Redis, and what was asked for. */
export interface World {
  /** A superuser's URL of the server, for those that make further databases. */
  serverUrl: string
  /** An empty numbered database of a Redis. */
  redisUrl: string | undefined
  database: BenchDatabase
  tenants: BenchTenant[]
  options: Options
}
