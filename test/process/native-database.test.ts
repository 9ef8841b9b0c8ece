import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#src/db/open-database.ts'
import { ensureLogins } from '#src/db/roles.ts'

const { TEST_DATABASE_URL: adminUrl = '' } = process.env
const name = `shortlist_process_${randomBytes(4).toString('hex')}`
const log = pino({ level: 'silent' })

const urlOf = (user?: string) => {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  if (user) {
    url.username = `${name}_${user}`
    url.password = `p%20ss'${user}`
  }
  return url.href
}

/** Runs `npm run db:<command>`; resolves to what it printed and its exit code. */
async function command(script: string): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_OWNER_URL: urlOf(),
    DATABASE_URL: urlOf('app'),
    DATABASE_SYSTEM_URL: urlOf('system'),
    QUEUE_DATABASE_URL: urlOf('queue'),
  }
  const file = join(import.meta.dirname, `../../src/db/cli/${script}.ts`)
  return promisify(execFile)(process.execPath, [file], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout + stderr }),
  )
}

const open = (urls: { app?: string; system?: string } = {}) =>
  openDatabase(
    {
      database: {
        kind: 'native',
        appUrl: urls.app ?? urlOf('app'),
        replicaUrl: undefined,
        systemUrl: urls.system ?? urlOf('system'),
        ownerUrl: undefined,
        prepared: true,
      },
      queue: { kind: 'postgres', url: urlOf('queue') },
    },
    log,
  )

describe.skipIf(!adminUrl)('a PostgreSQL server', () => {
  let admin: pg.Client
  let owner: pg.Client

  beforeAll(async () => {
    admin = new pg.Client(adminUrl)
    await admin.connect()
    await admin.query(`create database ${name}`)
    owner = new pg.Client(urlOf())
    await owner.connect()
  })

  afterAll(async () => {
    await owner.end()
    await admin.query(`drop database ${name} with (force)`)
    for (const user of ['app', 'system', 'queue']) await admin.query(`drop role if exists ${name}_${user}`)
    await admin.end()
  })

  test('is brought up to date and given its log-ins by the commands', async () => {
    expect(await command('status')).toMatchObject({
      code: 2,
      out: expect.stringMatching(/0001 create_roles +pending/),
    })
    const migrated = await command('migrate')
    expect(migrated).toMatchObject({ code: 0, out: expect.stringMatching(/0001 create_roles +\d+ ms/) })
    expect(await command('migrate')).toMatchObject({ code: 0, out: 'The schema is up to date.\n' })
    const logins = await command('logins')
    expect(logins.out).toContain(`${name}_app: member of ats_app`)
    expect(logins.out).not.toContain("ss'")
    expect(await command('status')).toMatchObject({ code: 0, out: expect.not.stringContaining('pending') })
  })

  test('has log-ins with one group, no right of their own and the settings a pooler drops', async () => {
    await owner.query(`alter role ${name}_app superuser`)
    await owner.query(`grant ats_system to ${name}_app`)
    await ensureLogins(owner, { app: urlOf('app'), system: urlOf('system'), queue: urlOf('queue') })
    const { rows } = await owner.query(
      `select r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolconfig, left(a.rolpassword, 13) as password,
         array(select roleid::regrole::text from pg_auth_members where member = r.oid) as groups
       from pg_roles r join pg_authid a on a.oid = r.oid where r.rolname = $1`,
      [`${name}_app`],
    )
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolconfig: [
          'TimeZone=UTC',
          'statement_timeout=30s',
          'lock_timeout=5s',
          'idle_in_transaction_session_timeout=30s',
          'plan_cache_mode=force_generic_plan',
          'enable_seqscan=off',
          'jit=off',
        ],
        password: 'SCRAM-SHA-256',
        groups: ['ats_app'],
      },
    ])
    await expect(ensureLogins(owner, { app: urlOf('app'), system: urlOf('app') })).rejects.toThrow(
      'of its own',
    )
    await expect(ensureLogins(owner, { app: urlOf(), system: urlOf('system') })).rejects.toThrow('the owner')
  })

  test('is served with a pool for each log-in, in UTC and within time limits', async () => {
    const db = await open()
    const seen = await Promise.all(
      [db.app, db.system, db.queue].map(async (pool) => {
        const { rows } = (await pool?.query(
          `select current_user::text as role, current_setting('timezone') as zone,
             current_setting('statement_timeout') as limit, current_setting('search_path') as path`,
        )) ?? { rows: [] }
        return Object.values(rows[0])
      }),
    )
    expect(seen).toEqual([
      [`${name}_app`, 'UTC', '30s', '"$user", public'],
      [`${name}_system`, 'UTC', '30s', '"$user", public'],
      ['ats_queue', 'UTC', '30s', 'bullmq'],
    ])
    await db.close()
  })

  test('is refused when a log-in may do too much, or too little, or nobody answers', async () => {
    await expect(open({ app: urlOf() })).rejects.toThrow('DATABASE_URL: its log-in passes row-level security')
    await expect(open({ app: urlOf('system') })).rejects.toThrow('must be a member of ats_app only')
    await expect(open({ system: urlOf('queue') })).rejects.toThrow(
      'DATABASE_SYSTEM_URL: its log-in may not read',
    )
    await expect(open({ app: 'postgres://x@127.0.0.1:1/x' })).rejects.toThrow('DATABASE_URL: cannot connect')
  })

  test('is refused when migrations are pending or edited', async () => {
    const restore = await owner.query('select * from schema_migrations order by version desc limit 1')
    const { version, checksum } = restore.rows[0]
    await owner.query(`update schema_migrations set checksum = 'other' where version = $1`, [version])
    await expect(open()).rejects.toThrow('was edited after it ran')
    expect(await command('status')).toMatchObject({ code: 1, out: expect.stringContaining('problem: ') })
    expect(await command('migrate')).toMatchObject({ code: 1, out: expect.stringContaining('refused') })
    await owner.query(
      'update schema_migrations set checksum = $2, version = version + 1 where version = $1',
      [version, checksum],
    )
    await expect(open()).rejects.toThrow('does not know')
    await owner.query('delete from schema_migrations where version > $1', [version])
    await expect(open()).rejects.toThrow('1 migration(s) are pending; run npm run db:migrate')
  })
})
