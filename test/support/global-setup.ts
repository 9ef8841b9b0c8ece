import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { embeddedTemplate, openEmbedded } from '#src/db/embedded/open.ts'
import { migrate, migrationsKey, readMigrations } from '#src/db/migrations.ts'
import { ensureLogins } from '#src/db/roles.ts'

/** Where the API tests of this run find their database, each URL a log-in with no more rights than the product's. */
export interface TestStack {
  kind: 'embedded' | 'native' | 'bouncer'
  appUrl: string
  systemUrl: string
  /** May read the catalogue and everything else; for what the tests look at, never for the product. */
  superUrl: string
  redisUrl: string | null
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: TestStack
  }
}

/** Without `TEST_DATABASE_URL` the embedded engine serves; with `TEST_STACK=bouncer` the product connects through PgBouncer. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stack, close } = process.env.TEST_DATABASE_URL
    ? await nativeStack(process.env.TEST_DATABASE_URL)
    : await embeddedStack()
  project.provide('stack', stack)
  return close
}

interface Started {
  stack: TestStack
  close(): Promise<void>
}

async function embeddedStack(): Promise<Started> {
  const cacheDir = join(import.meta.dirname, '../../node_modules/.cache/shortlist')
  const migrations = await readMigrations()
  const template = await embeddedTemplate({
    cacheDir,
    key: migrationsKey(migrations),
    prepare: async (pool) => {
      const client = await pool.connect()
      await migrate(client, migrations)
      client.release()
    },
  })
  const engine = await openEmbedded({ cacheDir, template })
  const server = await engine.serve({ host: '127.0.0.1', port: 0 })
  const { port } = server.address() as { port: number }
  const url = (role?: string) =>
    `postgres://postgres@127.0.0.1:${port}/postgres?options=${encodeURIComponent(`${role ? `-c role=${role} ` : ''}-c timezone=UTC`)}`
  const stack: TestStack = {
    kind: 'embedded',
    appUrl: url('ats_app'),
    systemUrl: url('ats_system'),
    superUrl: url(),
    redisUrl: null,
  }
  return {
    stack,
    close: async () => {
      server.close()
      await engine.close()
    },
  }
}

async function nativeStack(adminUrl: string): Promise<Started> {
  const name = `shortlist_test_${process.pid}`
  const admin = new pg.Client(adminUrl)
  await admin.connect()
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query(`create database ${name}`)
  const superUrl = at(adminUrl, { database: name })
  const owner = new pg.Client(superUrl)
  await owner.connect()
  await migrate(owner, await readMigrations())
  const direct = {
    app: at(superUrl, { user: `${name}_app`, password: 'app' }),
    system: at(superUrl, { user: `${name}_system`, password: 'system' }),
  }
  await ensureLogins(owner, direct)
  await owner.end()
  const bouncer = process.env.TEST_STACK === 'bouncer' ? process.env.TEST_PGBOUNCER_URL : undefined
  const through = (url: string) => (bouncer ? at(url, { host: new URL(bouncer).host }) : url)
  return {
    stack: {
      kind: bouncer ? 'bouncer' : 'native',
      appUrl: through(direct.app),
      systemUrl: through(direct.system),
      superUrl,
      redisUrl: process.env.TEST_REDIS_URL ?? null,
    },
    close: async () => {
      await admin.query(`drop database if exists ${name} with (force)`)
      for (const { app } of [direct, { app: direct.system }])
        await admin.query(`drop role if exists "${new URL(app).username}"`)
      await admin.end()
    },
  }
}

function at(
  url: string,
  change: { database?: string; user?: string; password?: string; host?: string },
): string {
  const next = new URL(url)
  if (change.database) next.pathname = `/${change.database}`
  if (change.user) next.username = change.user
  if (change.password) next.password = change.password
  if (change.host) next.host = change.host
  return next.href
}
