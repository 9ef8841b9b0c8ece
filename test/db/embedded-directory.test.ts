import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Worker as Thread } from 'node:worker_threads'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, openEmbedded } from '#src/db/embedded/open.ts'
import { APP, accountTemplate, cacheDir, checkout, codeOf, scalar } from './embedded-support.ts'

describe('the embedded database, in a directory', () => {
  const restarts: string[] = []
  let directory: string
  let template: string
  let dataDir: string
  let database: EmbeddedPostgres
  let pool: pg.Pool
  /** The thread of the engine started last. */
  let thread: Thread | undefined

  const open = (statementTimeoutMs: number) =>
    openEmbedded({
      dataDir,
      cacheDir,
      template,
      statementTimeoutMs,
      onRestart: (reason) => restarts.push(reason),
    })

  beforeAll(async () => {
    process.on('worker', follow)
    directory = await mkdtemp(path.join(os.tmpdir(), 'embedded-'))
    template = await accountTemplate()
    dataDir = path.join(directory, 'parent', 'data')
    await (await open(10_000)).close()
    database = await open(1000)
    pool = database.pool()
    await pool.query('INSERT INTO account VALUES (1, 0)')
  })

  afterAll(async () => {
    process.off('worker', follow)
    await database.close()
    await rm(directory, { recursive: true, force: true })
  })

  const follow = (next: Thread) => {
    thread = next
  }

  it('keeps what was committed, and syncs it to the disk', async () => {
    expect(await scalar(pool, 'SELECT count(*)::int FROM account')).toBe(1)
    expect(await scalar(pool, 'SHOW fsync')).toBe('on')
  })

  it('is refused to a second opener, and to what is no database', async () => {
    await expect(open(1000)).rejects.toThrow(`in use by process ${process.pid}`)
    const other = path.join(directory, 'other')
    await expect(openEmbedded({ dataDir: directory, cacheDir, template })).rejects.toThrow('not a database')
    await writeFile(`${other}.lock`, JSON.stringify({ pid: process.pid, born: 'long ago' }))
    const takenOver = await openEmbedded({ dataDir: other, cacheDir, template })
    await takenOver.close()
  })

  it('stops a statement that runs too long, and goes on with the same client', async () => {
    const listener = await pool.connect()
    const heard = new Promise((resolve) => listener.once('notification', ({ payload }) => resolve(payload)))
    await listener.query('LISTEN news')
    const named = { name: 'balance', text: 'SELECT balance FROM account WHERE id = 1' }
    await listener.query(named)

    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query('UPDATE account SET balance = 5')
    expect(await codeOf(client.query('SELECT count(*) FROM generate_series(1, 1e12)'))).toBe('57014')
    expect(await codeOf(client.query('SELECT 1'))).toBe('25P02')
    await client.query('ROLLBACK')

    expect(restarts).toEqual(['statement timeout'])
    expect((await client.query('SELECT balance FROM account')).rows).toEqual([{ balance: 0 }])
    expect((await listener.query(named)).rows).toEqual([{ balance: 0 }])
    await pool.query(`NOTIFY news, 'after'`)
    expect(await heard).toBe('after')
    client.release()
    listener.release()
  })

  it('comes back when the engine dies: transactions fail, the rest goes on', async () => {
    restarts.length = 0
    const listener = await pool.connect()
    const heard = new Promise((resolve) => listener.once('notification', ({ payload }) => resolve(payload)))
    await listener.query('LISTEN alarms')
    const app = database.pool({ max: 1, options: APP })
    await app.query('SELECT 1')

    const idle = await checkout(pool)
    const lost = new Promise<{ code?: string }>((resolve) => idle.once('error', resolve))
    await idle.query('BEGIN')
    await idle.query('UPDATE account SET balance = 7')
    await thread?.terminate()
    expect(await lost).toMatchObject({ code: '57P01' })
    idle.release(true)

    expect(await scalar(pool, 'SELECT balance FROM account')).toBe(0)
    expect(await scalar(app, 'SELECT current_user')).toBe('ats_app')
    await pool.query(`NOTIFY alarms, 'heard'`)
    expect(await heard).toBe('heard')
    expect(restarts).toHaveLength(1)
    listener.release()
    await app.end()
  })

  it('fails the statement that was running when the engine died', async () => {
    const client = await checkout(pool)
    const running = codeOf(client.query('SELECT pg_sleep(1)'))
    setImmediate(() => void thread?.terminate())
    expect(await running).toBe('57P01')
    client.release(true)
    expect(await scalar(pool, 'SELECT 1')).toBe(1)
  })

  it('gives up an engine that keeps dying, with a reason', async () => {
    const doomed = await openEmbedded({ dataDir: path.join(directory, 'doomed'), cacheDir, template })
    const doomedPool = doomed.pool()
    const codes: unknown[] = []
    for (let i = 0; i < 6; i += 1) {
      const dying = codeOf(doomedPool.query('SELECT pg_sleep(1)'))
      setImmediate(() => void thread?.terminate())
      codes.push(await dying)
    }
    expect(codes).toEqual(['57P01', '57P01', '57P01', '57P01', '57P01', '57P03'])
    await expect(doomedPool.query('SELECT 1')).rejects.toThrow('given up after 5 restarts')
    await doomed.close()
  })
})
