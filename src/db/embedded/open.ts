import type net from 'node:net'
import path from 'node:path'
import pg from 'pg'
import { ensureDataDirectory } from './data-directory.ts'
import { lockDirectory } from './directory-lock.ts'
import { startEngine } from './engine.ts'
import { type Limits, Multiplexer } from './multiplexer.ts'
import { plainTemplate } from './plain-template.ts'
import { SUPERUSER } from './session-settings.ts'
import { SessionSocket, serveSessions } from './session-socket.ts'
import { SupervisedEngine, type Supervision } from './supervised-engine.ts'
import { cachedTemplate } from './template-cache.ts'

/**
 * PostgreSQL in this process, for many sessions. Its rules are those of a pooler that pools transactions: but for
 * prepared statements, LISTEN and what it asked for when it began, nothing of a session outlives its transaction.
 */
export interface EmbeddedPostgres {
  /** Settings of its sessions: `options: '-c role=ats_app -c search_path=bullmq'`. */
  pool(config?: pg.PoolConfig): pg.Pool
  /** Serves other threads, other processes and psql; loopback or a unix socket only. */
  serve(where: net.ListenOptions): Promise<net.Server>
  close(): Promise<void>
}

export interface OpenOptions {
  /** None: in memory. */
  dataDir?: string
  /** Where templates live. */
  cacheDir: string
  /** A tar made by embeddedTemplate(); by default a cluster with the extensions. */
  template?: string
  /** How long a session waits for another's open transaction (55P03). */
  lockTimeoutMs?: number
  idleInTransactionMs?: number
  /** Stops and reopens the engine, so it applies to a data directory only: memory would be lost. */
  statementTimeoutMs?: number
  onRestart?(reason: string): void
}

export async function openEmbedded(options: OpenOptions): Promise<EmbeddedPostgres> {
  if (options.dataDir === undefined) return embeddedOver(await multiplexed(await inMemory(options), options))
  const dataDir = path.resolve(options.dataDir)
  const unlock = lockDirectory(dataDir)
  try {
    await ensureDataDirectory(dataDir, (directory) => fill(directory, options))
    return embeddedOver(await multiplexed(await onDisk(dataDir, options), options), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

export interface TemplateOptions {
  cacheDir: string
  /** Names what `prepare` does, and changes with it. */
  key: string
  prepare?(pool: pg.Pool): Promise<void>
}

/**
 * The path of a tar of an initialised cluster with the extensions, on which `prepare` has run. Made once for each
 * key and version of the engine; makers that run at once do not disturb each other.
 */
export function embeddedTemplate({ cacheDir, key, prepare }: TemplateOptions): Promise<string> {
  return cachedTemplate(cacheDir, `prepared:${key}`, async () => {
    const engine = await inMemory({ cacheDir })
    const database = embeddedOver(await multiplexed(engine, {}))
    try {
      const pool = database.pool()
      await prepare?.(pool)
      await pool.query('CHECKPOINT')
      await pool.end()
      return await engine.dump()
    } finally {
      await database.close()
    }
  })
}

type EngineOptions = Pick<OpenOptions, 'cacheDir' | 'template' | 'statementTimeoutMs' | 'onRestart'>

async function inMemory(options: EngineOptions): Promise<SupervisedEngine> {
  const template = await templateOf(options)
  return SupervisedEngine.start((onGone) => startEngine({ template }, onGone), supervision(options, false))
}

function onDisk(dataDir: string, options: EngineOptions): Promise<SupervisedEngine> {
  return SupervisedEngine.start((onGone) => startEngine({ dataDir }, onGone), supervision(options, true))
}

async function fill(directory: string, options: EngineOptions): Promise<void> {
  const engine = await startEngine({ dataDir: directory, template: await templateOf(options) }, () => {})
  await engine.close()
}

const templateOf = async ({ cacheDir, template }: EngineOptions): Promise<string> =>
  template ?? (await plainTemplate(cacheDir))

const supervision = ({ statementTimeoutMs, onRestart }: EngineOptions, canReopen: boolean): Supervision => ({
  canReopen,
  statementTimeoutMs: statementTimeoutMs ?? 15_000,
  onRestart: onRestart ?? (() => {}),
})

const multiplexed = (
  engine: SupervisedEngine,
  { lockTimeoutMs = 15_000, idleInTransactionMs = 30_000 }: Partial<Limits>,
): Promise<Multiplexer> => Multiplexer.over(engine, { lockTimeoutMs, idleInTransactionMs })

function embeddedOver(multiplexer: Multiplexer, afterClose = () => {}): EmbeddedPostgres {
  const servers: net.Server[] = []
  return {
    pool: (config) => sessionPool(multiplexer, config),
    serve: async (where) => {
      const server = await serveSessions(multiplexer, where)
      servers.push(server)
      return server
    },
    close: async () => {
      for (const server of servers) server.close()
      await multiplexer.close()
      afterClose()
    },
  }
}

function sessionPool(multiplexer: Multiplexer, config: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    // A session costs nothing here but its turn.
    max: 50,
    keepAlive: true,
    user: SUPERUSER,
    database: SUPERUSER,
    ...config,
    ssl: false,
    stream: () => new SessionSocket(multiplexer),
  })
  // An idle client that is lost is replaced at the next checkout; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}
