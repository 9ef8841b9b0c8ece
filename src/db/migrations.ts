import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type pg from 'pg'

export interface Migration {
  version: number
  name: string
  sql: string
  checksum: string
  /** Runs as the connecting log-in instead of ats_owner: roles and extensions only. */
  asLogin: boolean
}

export interface MigrationStatus {
  applied: { version: number; name: string; executed_at: Date; duration_ms: number }[]
  pending: Migration[]
  /** Why nothing may run: an edited file, a gap, or a database ahead of this code. Empty when all is well. */
  problems: string[]
}

/** Where the migrations of this checkout stand. */
const MIGRATIONS_DIR = join(import.meta.dirname, '../../migrations')

/** Reads `NNNN_verb_noun.sql` files in order. @throws when a name does not fit or numbers are missing or doubled. */
export async function readMigrations(dir = MIGRATIONS_DIR): Promise<Migration[]> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file, index) => {
      const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file)
      if (!match?.[1] || !match[2]) throw new Error(`migration ${file} is not named NNNN_verb_noun.sql`)
      const version = Number(match[1])
      if (version !== index + 1)
        throw new Error(`migration ${String(index + 1).padStart(4, '0')} is missing before ${file}`)
      const sql = await readFile(join(dir, basename(file)), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      return { version, name: match[2], sql, checksum, asLogin: sql.startsWith('-- as: login') }
    }),
  )
}

/** One hash over all that `migrate` does: the key of caches of migrated databases. */
export const migrationsKey = (migrations: Migration[]): string =>
  createHash('sha256')
    .update([LEDGER, ...migrations.map((m) => m.checksum)].join())
    .digest('hex')
    .slice(0, 16)

export async function migrationStatus(
  client: pg.ClientBase,
  migrations: Migration[],
): Promise<MigrationStatus> {
  const exists = await client.query(`select to_regclass('public.schema_migrations') is not null as yes`)
  const { rows } = exists.rows[0]?.yes
    ? await client.query(
        'select version, name, checksum, executed_at, duration_ms from public.schema_migrations order by version',
      )
    : { rows: [] }
  const known = new Map(migrations.map((m) => [m.version, m]))
  const problems = rows.flatMap((row, index) => {
    const file = known.get(row.version)
    if (!file)
      return [`the database has migration ${row.version} (${row.name}), which this code does not know`]
    if (row.version !== index + 1)
      return [`the database lacks a migration before ${row.version} (${row.name})`]
    if (row.checksum !== file.checksum)
      return [`migration ${row.version} (${row.name}) was edited after it ran`]
    return []
  })
  return { applied: rows, pending: migrations.slice(rows.length), problems }
}

/**
 * Brings the database of `client` (the owner's log-in, a direct connection) up to date, each migration in a
 * transaction of its own. A lock makes concurrent callers wait for each other. Returns what it applied.
 */
export async function migrate(
  client: pg.ClientBase,
  migrations: Migration[],
  onApplied: (migration: Migration, durationMs: number) => void = () => {},
): Promise<Migration[]> {
  await client.query('select pg_advisory_lock($1)', [LOCK])
  try {
    const { pending, problems } = await migrationStatus(client, migrations)
    if (problems.length > 0) throw new Error(`migrations refused: ${problems.join('; ')}`)
    for (const migration of pending) onApplied(migration, await apply(client, migration))
    return pending
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK])
  }
}

const LOCK = 7_203_411

const LEDGER = `create table if not exists public.schema_migrations (
  version integer not null, name text not null, checksum text not null,
  executed_at timestamptz(3) not null default now(), duration_ms integer not null,
  constraint pk_schema_migrations primary key (version));
grant select on public.schema_migrations to ats_system, ats_readonly, ats_backup`

/** Resolves to how long it took, in milliseconds. */
async function apply(client: pg.ClientBase, migration: Migration): Promise<number> {
  const started = performance.now()
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = '5s'`)
    if (!migration.asLogin) await client.query('set local role ats_owner')
    await client.query(migration.sql)
    await client.query('reset role')
    await client.query(LEDGER)
    const durationMs = Math.round(performance.now() - started)
    await client.query(
      'insert into public.schema_migrations (version, name, checksum, duration_ms) values ($1, $2, $3, $4)',
      [migration.version, migration.name, migration.checksum, durationMs],
    )
    await client.query('commit')
    return durationMs
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `migration ${migration.version} (${migration.name}) failed: ${(error as Error).message}`,
      { cause: error },
    )
  }
}
