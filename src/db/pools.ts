import pg from 'pg'
import type { Logger } from 'pino'
import { SESSION_SETTINGS, startupOptions } from './session-settings.ts'

export interface NativePool {
  url: string
  /** Shown in pg_stat_activity, and in the log when a connection fails. */
  name: string
  max: number
  /** Undefined behind a pooler, which may refuse a client that asks for settings: the log-in carries them. */
  settings: Readonly<Record<string, string>> | undefined
  /** For simple questions only, which somebody waits for. */
  answerWithinMs?: number
}

/**
 * A pool of PostgreSQL connections. But for simple questions there is no `query_timeout`: pg would end a pipeline with
 * it that has long been answered, and the server's own `statement_timeout` is there.
 */
export function nativePool({ url, name, max, settings, answerWithinMs }: NativePool, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `shortlist ${name}`,
    max,
    connectionTimeoutMillis: answerWithinMs ?? 5_000,
    ...(answerWithinMs && { query_timeout: answerWithinMs }),
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(settings && { options: startupOptions({ ...SESSION_SETTINGS, ...settings }) }),
  })
  return hearErrors(pool, name, log)
}

/** A lost connection is replaced at the next checkout; an error event that nobody hears would end the process. */
export function hearErrors(pool: pg.Pool, name: string, log: Logger): pg.Pool {
  pool.on('error', (err) => log.warn({ err, pool: name }, 'an idle database connection was lost'))
  // The pool does not listen to a client while it is checked out; whoever has it hears of the loss by its next query.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
