import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { newSecrets } from '#src/config/secrets.ts'
import { migrate, readMigrations } from '#src/db/migrations.ts'
import { ensureLogins } from '#src/db/roles.ts'

export interface NativeStack {
  /** What a server needs to run on it. */
  env: Record<string, string>
  close(): Promise<void>
}

/** A database and log-ins of its own on a running PostgreSQL, and a running Redis. */
export async function openNativeStack(adminUrl: string, redisUrl: string): Promise<NativeStack> {
  const name = `shortlist_crash_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client(adminUrl)
  await admin.connect()
  await admin.query(`create database ${name}`)
  const ownerUrl = at(adminUrl, name)
  const owner = new pg.Client(ownerUrl)
  await owner.connect()
  await migrate(owner, await readMigrations())
  const urls = { app: at(adminUrl, name, `${name}_app`), system: at(adminUrl, name, `${name}_system`) }
  await ensureLogins(owner, urls)
  await owner.end()
  const dir = await mkdtemp(join(tmpdir(), 'shortlist-crash-'))
  return {
    env: {
      DATA_DIR: dir,
      DATABASE_URL: urls.app,
      DATABASE_SYSTEM_URL: urls.system,
      REDIS_URL: redisUrl,
      ...newSecrets(),
    },
    close: async () => {
      await admin.query(`drop database if exists ${name} with (force)`)
      for (const role of [`${name}_app`, `${name}_system`]) await admin.query(`drop role if exists ${role}`)
      await admin.end()
      await rm(dir, { recursive: true, force: true })
    },
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
