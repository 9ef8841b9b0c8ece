import pg from 'pg'
import { migrate, readMigrations } from '#src/db/migrations.ts'
import { ensureLogins } from '#src/db/roles.ts'

export interface BenchDatabase {
  /** A superuser's connection, past row-level security. */
  admin: pg.Client
  /** Log-ins as the product has them. */
  appUrl: string
  systemUrl: string
  /** A superuser's, for the references: they isolate by their WHERE alone. */
  superUrl: string
  close(): Promise<void>
}

let created = 0

/** A migrated database of this run's own, dropped with its log-ins at the end. `serverUrl` is a superuser's. */
export async function createBenchDatabase(serverUrl: string): Promise<BenchDatabase> {
  created += 1
  const name = `shortlist_bench_${process.pid}_${created}`
  const server = new pg.Client({ connectionString: serverUrl })
  await server.connect()
  const cleanUp = new AsyncDisposableStack()
  cleanUp.defer(() => server.end())
  try {
    await server.query(`create database ${name}`)
    cleanUp.defer(async () => {
      await server.query(`drop database ${name} with (force)`)
      await server.query(`drop role if exists ${name}_app, ${name}_system`)
    })
    const superUrl = withPlace(serverUrl, { database: name })
    const appUrl = withPlace(superUrl, { user: `${name}_app` })
    const systemUrl = withPlace(superUrl, { user: `${name}_system` })
    const admin = new pg.Client({ connectionString: superUrl })
    await admin.connect()
    cleanUp.defer(() => admin.end())
    await migrate(admin, await readMigrations())
    await ensureLogins(admin, { app: appUrl, system: systemUrl })
    return { admin, appUrl, systemUrl, superUrl, close: () => cleanUp.disposeAsync() }
  } catch (error) {
    await cleanUp.disposeAsync()
    throw error
  }
}

function withPlace(url: string, { database, user }: { database?: string; user?: string }): string {
  const next = new URL(url)
  if (database) next.pathname = `/${database}`
  if (user) Object.assign(next, { username: user, password: 'bench' })
  return next.href
}
