import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { newSecrets } from '#src/config/secrets.ts'
import { migrate, readMigrations } from '#src/db/migrations.ts'
import { ensureLogins } from '#src/db/roles.ts'

export interface StackOptions {
  adminUrl: string
  /** Without it the queue lives in PostgreSQL. */
  redisUrl?: string | undefined
  /** A pooler in transaction mode that the product connects through. */
  bouncerUrl?: string | undefined
}

export interface NativeStack {
  /** What a server needs to run on it. */
  env: Record<string, string>
  close(): Promise<void>
}

/** A database and log-ins of its own on a running PostgreSQL, and what else runs. */
export async function openNativeStack({
  adminUrl,
  redisUrl,
  bouncerUrl,
}: StackOptions): Promise<NativeStack> {
  const name = `shortlist_stack_${randomBytes(4).toString('hex')}`
  await asAdmin(adminUrl, [`create database ${name}`])
  const ownerUrl = at(adminUrl, name)
  const owner = new pg.Client(ownerUrl)
  await owner.connect()
  await migrate(owner, await readMigrations())
  const urls = {
    app: at(adminUrl, name, `${name}_app`),
    system: at(adminUrl, name, `${name}_system`),
    queue: at(adminUrl, name, `${name}_queue`),
  }
  await ensureLogins(owner, urls)
  await owner.end()
  const through = (url: string) => (bouncerUrl ? withHost(url, new URL(bouncerUrl).host) : url)
  const dir = await mkdtemp(join(tmpdir(), 'shortlist-crash-'))
  return {
    env: {
      DATA_DIR: dir,
      DATABASE_URL: through(urls.app),
      DATABASE_SYSTEM_URL: through(urls.system),
      ...(bouncerUrl && { DATABASE_PREPARED: 'false' }),
      ...(redisUrl ? { REDIS_URL: withDatabase(redisUrl) } : { QUEUE_DATABASE_URL: urls.queue }),
      ...newSecrets(),
    },
    close: async () => {
      const roles = ['app', 'system', 'queue'].map((user) => `drop role if exists ${name}_${user}`)
      await asAdmin(adminUrl, [`drop database if exists ${name} with (force)`, ...roles])
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A connection of its own each time: the server may have been restarted in between. */
async function asAdmin(adminUrl: string, statements: string[]): Promise<void> {
  const admin = new pg.Client(adminUrl)
  await admin.connect()
  try {
    for (const statement of statements) await admin.query(statement)
  } finally {
    await admin.end()
  }
}

function at(url: string, database: string, user?: string): string {
  const next = new URL(url)
  next.pathname = `/${database}`
  if (user) {
    next.username = user
    next.password = 'crash'
  }
  return next.href
}

function withHost(url: string, host: string): string {
  const next = new URL(url)
  next.host = host
  return next.href
}

/** One of the numbered databases of a Redis, so that stacks side by side do not see each other's queues. */
function withDatabase(redisUrl: string): string {
  const next = new URL(redisUrl)
  next.pathname = `/${1 + ((randomBytes(1)[0] ?? 0) % 15)}`
  return next.href
}
