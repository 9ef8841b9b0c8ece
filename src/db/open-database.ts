import { existsSync } from 'node:fs'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from '#src/config/config.ts'
import { Signal } from '#src/lib/signal.ts'
import type { Database } from './database.ts'
import { makeDatabase } from './embedded/make-database.ts'
import { openEmbedded } from './embedded/open.ts'
import { keepHeapSmall } from './embedded/small-heap.ts'
import { type Migration, migrate, readMigrations } from './migrations.ts'
import { hearErrors, nativePool } from './pools.ts'
import { assertReady } from './readiness.ts'
import { Replica, type ServedBy } from './replica.ts'
import { startupOptions } from './session-settings.ts'

/**
 * Opens the database that the configuration names. The embedded one is brought up to date; a server must be so already.
 * @throws DatabaseNotReady saying what the operator can do about it
 */
export async function openDatabase(
  config: Pick<Config, 'database' | 'queue'>,
  log: Logger,
  onReplicaRead: (by: ServedBy) => void = () => {},
): Promise<Database> {
  const { database, queue } = config
  const pools =
    database.kind === 'embedded'
      ? await openEmbeddedPools(database, log)
      : await openNativePools(database, log, onReplicaRead)
  const queuePool = queue.kind === 'postgres' ? nativeQueuePool(queue.url, log) : pools.queue
  return {
    app: pools.app,
    replica: pools.replica,
    system: pools.system,
    owner: pools.owner,
    queue: queue.kind === 'redis' ? undefined : queuePool,
    prepared: pools.prepared,
    outbox: new Signal(),
    relayed: new Signal(),
    analyze: pools.analyze,
    close: async () => {
      await Promise.all([
        queuePool?.end(),
        pools.app.end(),
        pools.replica?.close(),
        pools.system.end(),
        pools.owner?.end(),
      ])
      await pools.closeEngine()
    },
  }
}

interface Pools {
  app: pg.Pool
  replica?: Replica | undefined
  system: pg.Pool
  owner?: pg.Pool | undefined
  queue: pg.Pool | undefined
  prepared: boolean
  analyze?: () => Promise<void>
  closeEngine(): Promise<void>
}

type EmbeddedConfig = Extract<Config['database'], { kind: 'embedded' }>
type NativeConfig = Extract<Config['database'], { kind: 'native' }>

async function openEmbeddedPools({ dir, cacheDir }: EmbeddedConfig, log: Logger): Promise<Pools> {
  keepHeapSmall()
  const migrations = await readMigrations()
  if (!existsSync(dir)) await makeDatabase(dir, cacheDir)
  const engine = await openEmbedded({
    dataDir: dir,
    cacheDir,
    onRestart: (reason) => log.error({ reason }, 'the embedded database was started anew'),
  })
  const pool = (role: string, settings: Record<string, string> = {}) => {
    const options = startupOptions({ role: `ats_${role}`, timezone: 'UTC', ...settings })
    return hearErrors(engine.pool({ options, application_name: `shortlist ${role}` }), role, log)
  }
  const owner = engine.pool({ max: 1 })
  try {
    await migrateOver(owner, migrations)
  } catch (error) {
    await engine.close()
    throw error
  }
  return {
    app: pool('app'),
    system: pool('system'),
    queue: pool('queue', QUEUE_SETTINGS),
    analyze: async () => {
      await owner.query('analyze')
    },
    prepared: true,
    closeEngine: () => engine.close(),
  }
}

const QUEUE_SETTINGS = { search_path: 'bullmq' }

async function migrateOver(owner: pg.Pool, migrations: Migration[]): Promise<void> {
  const client = await owner.connect()
  try {
    await migrate(client, migrations)
  } finally {
    client.release()
  }
}

async function openNativePools(
  database: NativeConfig,
  log: Logger,
  onReplicaRead: (by: ServedBy) => void,
): Promise<Pools> {
  const { appUrl, systemUrl, ownerUrl, prepared } = database
  // A pooler that does not keep statements does not keep settings either.
  const settings = prepared ? {} : undefined
  const app = nativePool({ url: appUrl, name: 'app', max: 16, settings }, log)
  const system = nativePool({ url: systemUrl, name: 'system', max: 4, settings }, log)
  const owner = ownerUrl
    ? nativePool({ url: ownerUrl, name: 'owner', max: 1, settings: OWNER_SETTINGS }, log)
    : undefined
  const replica = openReplica(database, log, onReplicaRead)
  try {
    await assertReady({ app, system }, await readMigrations())
    await replica?.open()
  } catch (error) {
    await Promise.all([app.end(), system.end(), owner?.end(), replica?.close()])
    throw error
  }
  return { app, replica, system, owner, queue: undefined, prepared, closeEngine: async () => {} }
}

/** What the owner does takes its time, and waits for transactions that began before it. */
const OWNER_SETTINGS = {
  role: 'ats_owner',
  statement_timeout: '0',
  lock_timeout: '0',
  // A statement ends soon after the process that waits for it.
  client_connection_check_interval: '5s',
}

const POSITION_WITHIN_MS = 500

function openReplica(
  { appUrl, replicaUrl, prepared }: NativeConfig,
  log: Logger,
  onRead: (by: ServedBy) => void,
): Replica | undefined {
  if (!replicaUrl) return undefined
  const settings = prepared ? {} : undefined
  const position = { name: 'position', max: 1, settings, answerWithinMs: POSITION_WITHIN_MS }
  return new Replica({
    pool: nativePool({ url: replicaUrl, name: 'replica', max: 16, settings }, log),
    position: {
      primary: nativePool({ ...position, url: appUrl }, log),
      replica: nativePool({ ...position, url: replicaUrl }, log),
    },
    log,
    onRead,
  })
}

/** Each lane holds one connection to listen on; what the rest do is short. */
const nativeQueuePool = (url: string, log: Logger): pg.Pool =>
  nativePool({ url, name: 'queue', max: 12, settings: { role: 'ats_queue', ...QUEUE_SETTINGS } }, log)
