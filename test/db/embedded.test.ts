import type net from 'node:net'
import { createPostgresBackend, type PostgresConnectionOptions, runMigrations, withBackend } from 'bullmq'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, openEmbedded } from '#src/db/embedded/open.ts'
import { APP, accountTemplate, cacheDir, checkout, codeOf, scalar } from './embedded-support.ts'

const LOCK_TIMEOUT_MS = 1_500
const IDLE_TIMEOUT_MS = 3_000

describe('the embedded database, in memory', () => {
  let database: EmbeddedPostgres
  let pool: pg.Pool

  beforeAll(async () => {
    database = await openEmbedded({
      cacheDir,
      template: await accountTemplate(),
      lockTimeoutMs: LOCK_TIMEOUT_MS,
      idleInTransactionMs: IDLE_TIMEOUT_MS,
    })
    pool = database.pool()
  })

  afterAll(() => database.close())

  it('gives the types that pg gives', async () => {
    const { rows } = await pool.query(`
      SELECT 1::int8 AS big, 1.50::numeric AS exact, timestamptz '2026-01-02T03:04:05Z' AS instant,
        '{"a":1}'::jsonb AS json, array['a','b'] AS list, '[1,2,3]'::vector AS embedding, true AS flag,
        null AS nothing, '\\x01'::bytea AS bytes, 1.5::float8 AS float, '1 day'::interval AS span`)
    expect(rows).toEqual([
      {
        big: '1',
        exact: '1.50',
        instant: new Date('2026-01-02T03:04:05Z'),
        json: { a: 1 },
        list: ['a', 'b'],
        embedding: '[1,2,3]',
        flag: true,
        nothing: null,
        bytes: Buffer.of(1),
        float: 1.5,
        span: expect.objectContaining({ days: 1 }),
      },
    ])
  })

  it('carries parameters and results of many megabytes', async () => {
    const text = 'x'.repeat(8_000_000)
    const { rows } = await pool.query('SELECT length($1) AS n, $1 AS text', [text])
    expect(rows[0].n).toBe(text.length)
    expect(rows[0].text === text).toBe(true)
  })

  it('gives the errors that pg gives, with code, constraint and position', async () => {
    await pool.query(
      'CREATE TABLE strict (id int PRIMARY KEY, name text CONSTRAINT name_is_long CHECK (length(name) > 1))',
    )
    await pool.query(`INSERT INTO strict VALUES (1, 'aa')`)
    await expect(pool.query(`INSERT INTO strict VALUES ($1, 'bb')`, [1])).rejects.toMatchObject({
      code: '23505',
      constraint: 'strict_pkey',
      table: 'strict',
      detail: 'Key (id)=(1) already exists.',
    })
    await expect(pool.query(`INSERT INTO strict VALUES (2, 'b')`)).rejects.toMatchObject({
      code: '23514',
      constraint: 'name_is_long',
    })
    await expect(pool.query('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '42P01', position: '15' })
    await expect(pool.query('SELECT * FROM nowhere')).rejects.toBeInstanceOf(pg.DatabaseError)
  })

  it('answers what it cannot do with an error and stays alive', async () => {
    expect(await codeOf(pool.query('COPY strict FROM STDIN'))).toBe('0A000')
    await pool.query(
      'CREATE FUNCTION deep(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN deep(n + 1); END $$',
    )
    expect(await codeOf(pool.query('SELECT deep(1)'))).toBe('54001')
    expect(await scalar(pool, 'SELECT 1')).toBe(1)
  })

  it('loses no update of a hundred concurrent transactions', async () => {
    await pool.query('INSERT INTO account VALUES (1, 0)')
    const deposit = async () => {
      const client = await pool.connect()
      await client.query('BEGIN')
      // All clients give their statement the same name.
      const read = { name: 'read', text: 'SELECT balance FROM account WHERE id = $1', values: [1] }
      const balance = (await client.query(read)).rows[0].balance
      await client.query('UPDATE account SET balance = $1 WHERE id = 1', [balance + 1])
      await client.query('COMMIT')
      client.release()
    }
    await Promise.all(Array.from({ length: 100 }, deposit))
    expect(await scalar(pool, 'SELECT balance FROM account')).toBe(100)
  })

  it('keeps apart the statements of two clients that call them the same', async () => {
    const [one, two] = [await pool.connect(), await pool.connect()]
    const name = 'the same name'
    await one.query({ name, text: 'SELECT 1 AS n' })
    await two.query({ name, text: 'SELECT 2 AS n' })
    expect((await one.query({ name, text: 'SELECT 1 AS n' })).rows).toEqual([{ n: 1 }])
    expect((await two.query({ name, text: 'SELECT 2 AS n' })).rows).toEqual([{ n: 2 }])
    await one.query('DEALLOCATE ALL')
    expect((await two.query({ name, text: 'SELECT 2 AS n' })).rows).toEqual([{ n: 2 }])
    one.release(true)
    two.release(true)
  })

  it('closes the statements of a session when it ends', async () => {
    const short = database.pool()
    await short.query({ name: 'left', text: 'SELECT 17' })
    await short.end()
    expect(
      await scalar(pool, `SELECT count(*)::int FROM pg_prepared_statements WHERE statement = 'SELECT 17'`),
    ).toBe(0)
  })

  it('serves a client that streams rows from a portal', async () => {
    const client = await pool.connect()
    const rows: unknown[] = []
    await new Promise<void>((resolve, reject) => {
      const query = new pg.Query({
        text: 'SELECT generate_series(1, 7) AS n',
        values: [],
        rows: 2,
      } as pg.QueryConfig)
      query.on('row', (row) => {
        rows.push(row.n)
        // Another session asks for its turn in the middle of the unit.
        if (rows.length === 2) void pool.query('SELECT 1').catch(reject)
      })
      query.on('end', () => resolve())
      query.on('error', reject)
      client.query(query)
    })
    client.release()
    expect(rows).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  describe('settings of a session', () => {
    it('come from its pool, for each batch, whatever ran before', async () => {
      const app = database.pool({ options: `${APP} -c search_path=bullmq,public`, application_name: 'app' })
      for (const intruder of [
        'SELECT 1',
        'SET ROLE postgres',
        `SET search_path = ''`,
        `SELECT set_config('role', 'none', false)`,
        `DO $$ BEGIN PERFORM set_config('search_path', 'pg_catalog', false); END $$`,
        'SET standard_conforming_strings = off',
        'SET SESSION AUTHORIZATION ats_app',
        'SELECT 1/0',
        'BEGIN; SET ROLE ats_app; COMMIT',
        'RESET ROLE',
        'CREATE TEMP TABLE account (id int)',
        'DISCARD ALL',
      ]) {
        await pool.query(intruder).catch(() => undefined)
        const { rows } = await app.query(`
          SELECT current_user AS role, current_setting('search_path') AS path,
            current_setting('application_name') AS name, to_regclass('account')::text AS account`)
        expect(rows, intruder).toEqual([
          { role: 'ats_app', path: 'bullmq,public', name: 'app', account: 'account' },
        ])
        expect(await scalar(app, `SELECT count(*)::int FROM public.account`), intruder).toBe(1)
        expect(await scalar(pool, 'SELECT current_user'), intruder).toBe('postgres')
        expect(await scalar(pool, 'SELECT session_user'), intruder).toBe('postgres')
      }
      await app.end()
    })

    it('are those of its own, not of its own last statement', async () => {
      const app = database.pool({ max: 1, options: APP })
      for (const attempt of ['RESET ROLE', 'SET ROLE postgres', 'RESET ALL', 'RESET ROLE; SELECT 1/0']) {
        await app.query(attempt).catch(() => undefined)
        expect(await scalar(app, 'SELECT current_user'), attempt).toBe('ats_app')
      }
      await app.end()
    })

    it('let nothing run when they are refused', async () => {
      const nobody = database.pool({ options: '-c role=nobody' })
      await pool.query('CREATE TABLE untouched (id int)')
      expect(await codeOf(nobody.query('INSERT INTO untouched VALUES (1)'))).toBe('22023')
      const client = await nobody.connect()
      for (const sql of ['BEGIN', 'INSERT INTO untouched VALUES (1)', 'COMMIT']) {
        expect(await codeOf(client.query(sql)), sql).toBe('22023')
      }
      client.release()
      expect(await scalar(pool, 'SELECT count(*)::int FROM untouched')).toBe(0)
      await nobody.end()
    })

    it('survive a transaction that failed after SET LOCAL', async () => {
      const app = database.pool({ max: 1, options: APP })
      const client = await app.connect()
      await client.query('BEGIN')
      await client.query(`SET LOCAL app.tenant_id TO 'one'`)
      expect(await codeOf(client.query('SELECT 1/0'))).toBe('22012')
      expect(await codeOf(client.query('SELECT 1'))).toBe('25P02')
      await client.query('ROLLBACK')
      expect(
        await scalar(client, `SELECT current_user || coalesce(current_setting('app.tenant_id', true), '')`),
      ).toBe('ats_app')
      client.release()
      await app.end()
    })
  })

  it('tells a query on a second connection inside a transaction that it waits for itself', async () => {
    const client = await pool.connect()
    await client.query('BEGIN')
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({
      code: '55P03',
      message: expect.stringContaining('second connection'),
    })
    await client.query('COMMIT')
    client.release()
  })

  it('ends a session that is idle in its transaction, and rolls it back', async () => {
    const client = await checkout(pool)
    const lost = new Promise<{ code?: string }>((resolve) => client.once('error', resolve))
    await client.query('BEGIN')
    await client.query('CREATE TABLE forgotten (id int)')
    expect(await lost).toMatchObject({ code: '25P03' })
    client.release(true)
    expect(await scalar(pool, `SELECT to_regclass('forgotten')`)).toBeNull()
  })

  it('rolls back the transaction of a client that goes away', async () => {
    const client = await checkout(pool)
    await client.query('BEGIN')
    await client.query('CREATE TABLE gone (id int)')
    client.release(true)
    expect(await scalar(pool, `SELECT to_regclass('gone')`)).toBeNull()
  })

  it('hands a notification to those who listen, and only to them', async () => {
    const [first, second, third] = [await pool.connect(), await pool.connect(), await pool.connect()]
    const heard: string[] = []
    first.on('notification', ({ channel, payload }) => heard.push(`first ${channel} ${payload}`))
    second.on('notification', ({ channel, payload }) => heard.push(`second ${channel} ${payload}`))
    third.on('notification', ({ channel, payload }) => heard.push(`third ${channel} ${payload}`))
    await first.query('-- as BullMQ writes it\nLISTEN news;')
    await second.query('LISTEN "News"; LISTEN news')
    await pool.query(`NOTIFY news, 'both'`)
    await second.query('UNLISTEN news')
    await first.query(`NOTIFY news, 'self'`)
    await pool.query(`NOTIFY "News", 'quoted'`)
    await first.query('UNLISTEN *')
    await pool.query(`NOTIFY news, 'nobody'`)
    expect(heard).toEqual(['first news both', 'second news both', 'first news self', 'second News quoted'])
    for (const client of [first, second, third]) client.release()
  })

  it('runs a job on the PostgreSQL backend of BullMQ', async () => {
    const connection = database.pool({ options: '-c search_path=bullmq' })
    const migrator = await connection.connect()
    await runMigrations(migrator, 'bullmq')
    migrator.release()
    const { Queue, Worker } = withBackend(createPostgresBackend)
    // BullMQ says that a pg.Pool fits; its type is narrower than what it accepts.
    const options = { connection: connection as PostgresConnectionOptions }
    const queue = new Queue('mail', options)
    const worker = new Worker('mail', async (job) => `sent to ${job.data.to}`, options)
    await worker.waitUntilReady()
    const done = new Promise((resolve) => worker.once('completed', (_job, result) => resolve(result)))
    await queue.add('send', { to: 'ada' })
    expect(await done).toBe('sent to ada')
    await worker.close()
    await queue.close()
    await connection.end()
  })

  it('serves a plain client over TCP, on the loopback only', async () => {
    const server = await database.serve({ port: 0 })
    const { port } = server.address() as net.AddressInfo
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'anyone', database: 'any', options: APP })
    await client.connect()
    expect(await scalar(client, 'SELECT current_user')).toBe('ats_app')
    await client.end()
    await expect(database.serve({ host: '0.0.0.0', port: 0 })).rejects.toThrow('no password')
    server.close()
  })
})
