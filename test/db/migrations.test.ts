import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import {
  type Migration,
  migrate,
  migrationStatus,
  migrationsKey,
  readMigrations,
} from '#src/db/migrations.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

const stack = inject('stack')
const isEmbedded = stack.kind === 'embedded'
const migrations = await readMigrations()

const tablesIn = async (client: pg.ClientBase): Promise<string[]> =>
  (await client.query(`select tablename from pg_tables where schemaname = 'public' order by 1`)).rows.map(
    (row) => row.tablename,
  )

describe('a database', () => {
  let database: FreshDatabase
  let client: pg.ClientBase

  beforeAll(async () => {
    database = await freshDatabase()
    client = await database.connect()
  })

  afterAll(() => database.close())

  const ledger = async () =>
    (await client.query('select version, checksum from schema_migrations order by version')).rows

  test('that is empty owes every migration', async () => {
    const status = await migrationStatus(client, migrations)
    expect(status).toEqual({ applied: [], pending: migrations, problems: [] })
  })

  test('that is behind is told so and catches up in order', async () => {
    const first = migrations.slice(0, 3)
    expect(await migrate(client, first)).toEqual(first)
    expect((await migrationStatus(client, migrations)).pending).toEqual(migrations.slice(3))
    const seen: number[] = []
    const applied = await migrate(client, migrations, ({ version }, ms) => {
      expect(ms).toBeGreaterThanOrEqual(0)
      seen.push(version)
    })
    expect(applied).toEqual(migrations.slice(3))
    expect(seen).toEqual(migrations.slice(3).map(({ version }) => version))
    expect(await ledger()).toEqual(migrations.map(({ version, checksum }) => ({ version, checksum })))
  })

  test('that is up to date is left alone', async () => {
    const before = await ledger()
    expect(await migrate(client, migrations)).toEqual([])
    expect(await ledger()).toEqual(before)
    expect(await migrationStatus(client, migrations)).toMatchObject({ pending: [], problems: [] })
  })

  test('belongs to ats_owner, but for its ledger', async () => {
    const { rows } = await client.query(
      `select tablename from pg_tables where schemaname in ('public', 'app') and tableowner <> 'ats_owner'`,
    )
    expect(rows).toEqual([{ tablename: 'schema_migrations' }])
    const { rows: role } = await client.query('select current_user = session_user as own')
    expect(role).toEqual([{ own: true }])
  })

  const extra: Migration = {
    version: migrations.length + 1,
    name: 'create_never',
    sql: 'create table never ()',
    checksum: 'x',
    asLogin: false,
  }
  const edited = migrations.map((m) => (m.version === 2 ? { ...m, checksum: 'other' } : m))

  test.each([
    ['a migration that was edited after it ran', [...edited, extra], /migration 2 .* was edited/],
    ['a migration this code does not know', migrations.slice(0, -1), /which this code does not know/],
  ])('with %s is refused and left alone', async (_what, known, reason) => {
    const before = await tablesIn(client)
    await expect(migrate(client, known)).rejects.toThrow(reason)
    expect(await tablesIn(client)).toEqual(before)
  })

  test('keeps nothing of a migration that fails, and says which', async () => {
    const failing = { ...extra, name: 'fail_half_way', sql: 'create table half (); select 1 / 0;' }
    const before = [await tablesIn(client), await ledger()]
    await expect(migrate(client, [...migrations, failing])).rejects.toThrow(
      `migration ${failing.version} (fail_half_way) failed: division by zero`,
    )
    expect([await tablesIn(client), await ledger()]).toEqual(before)
    expect(await migrate(client, migrations)).toEqual([])
  })

  test('that lost a line of its ledger is refused', async () => {
    await client.query('delete from schema_migrations where version = 4')
    await expect(migrate(client, migrations)).rejects.toThrow(/lacks a migration before 5/)
  })
})

test.skipIf(isEmbedded)(
  'migrators that start at once wait for each other (the embedded engine has one user)',
  async () => {
    const database = await freshDatabase()
    try {
      const clients = await Promise.all([1, 2, 3, 4].map(() => database.connect()))
      const applied = await Promise.all(clients.map((client) => migrate(client, migrations)))
      expect(applied.map((list) => list.length).sort((a, b) => a - b)).toEqual([0, 0, 0, migrations.length])
    } finally {
      await database.close()
    }
  },
)

describe('the files', () => {
  let dir: string

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'shortlist-migrations-'))
  })

  afterAll(() => rm(dir, { recursive: true }))

  test('of this checkout are numbered without gaps, and only the first runs as the log-in', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1))
    expect(migrations.filter(({ asLogin }) => asLogin).map(({ version }) => version)).toEqual([1])
  })

  test('are refused with a gap, twice the same number, or another form of name', async () => {
    await writeFile(join(dir, '0001_create_a.sql'), '')
    await writeFile(join(dir, '0003_create_c.sql'), '')
    await expect(readMigrations(dir)).rejects.toThrow('migration 0002 is missing before 0003_create_c.sql')
    await writeFile(join(dir, '0002_create_b.sql'), '')
    expect(await readMigrations(dir)).toHaveLength(3)
    await writeFile(join(dir, '0002_create_twin.sql'), '')
    await expect(readMigrations(dir)).rejects.toThrow(/is missing/)
    await rm(join(dir, '0002_create_twin.sql'))
    await writeFile(join(dir, '4_create_d.sql'), '')
    await expect(readMigrations(dir)).rejects.toThrow(/is not named/)
  })

  test('have a key that changes with any of them', () => {
    const changed = migrations.map((m) => (m.version === 2 ? { ...m, checksum: 'x' } : m))
    expect(migrationsKey(migrations)).toMatch(/^[0-9a-f]{16}$/)
    expect(migrationsKey(changed)).not.toBe(migrationsKey(migrations))
  })
})
