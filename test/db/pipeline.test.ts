import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { runPipeline, type Step } from '#src/db/pipeline.ts'
import { newId } from '#src/lib/ids.ts'
import { openPool, refusalOf } from './connections.ts'
import { type Flight, recordWire } from './wire.ts'

// The contract with pg's private interface: an upgrade of pg that changes what a pipeline relies on fails here.

const stack = inject('stack')
const SCHEMA = `try_${newId().slice(-12)}`
const pool = openPool(stack.superUrl, 4)

beforeAll(async () => {
  await pool.query(`create schema ${SCHEMA}`)
  await pool.query(`create table ${SCHEMA}.notes (id integer primary key, body text)`)
})

afterAll(() => pool.query(`drop schema ${SCHEMA} cascade`))

async function withClient<T>(work: (on: Wired) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const flights: Flight[] = []
  recordWire(client, (flight) => flights.push(flight))
  try {
    return await work({ send: (...steps) => runPipeline(client, steps), flights })
  } finally {
    // A recorded client is not handed out again.
    client.release(true)
  }
}

interface Wired {
  send(...steps: Step[]): ReturnType<typeof runPipeline>
  flights: Flight[]
}

const BEGIN = { text: 'BEGIN' }
const COMMIT = { text: 'COMMIT' }
const ROLLBACK = { text: 'ROLLBACK' }
const insert = (id: number, body: string | null = null): Step => ({
  text: `insert into ${SCHEMA}.notes values ($1, $2)`,
  values: [id, body],
})
const divide = (by: number): Step => ({ text: 'select 1 / $1::int', name: 'divide', values: [by] })
const idsAbove = async (id: number) =>
  (await pool.query(`select id from ${SCHEMA}.notes where id > $1 order by id`, [id])).rows.map(
    (row) => row.id,
  )

describe('a flight', () => {
  test('is all steps, one Sync and one answer a step', () =>
    withClient(async ({ send, flights }) => {
      const results = await send(
        BEGIN,
        insert(1, 'one'),
        { text: `select 1, 'a' union select 2, 'b' order by 1` },
        COMMIT,
      )
      expect(results).toEqual([
        { rows: [], count: 0 },
        { rows: [], count: 1 },
        {
          rows: [
            ['1', 'a'],
            ['2', 'b'],
          ],
          count: 2,
        },
        { rows: [], count: 0 },
      ])
      expect(flights).toHaveLength(1)
      expect(flights[0]).toHaveLength(4)
      expect(flights[0]?.every(({ protocol }) => protocol === 'extended')).toBe(true)
    }))

  test('waits for the one before it on the same connection', () =>
    withClient(async ({ send }) => {
      const answers = await Promise.all([1, 2, 3].map((n) => send({ text: 'select $1::int', values: [n] })))
      expect(answers.map(([answer]) => answer?.rows)).toEqual([[['1']], [['2']], [['3']]])
    }))

  test('answers empty text, no rows, null, unicode, bytes and a thousand rows', () =>
    withClient(async ({ send }) => {
      const text = 'naïve “Ünïcödé” 日本 \u{1F9D1}‍\u{1F4BB} \t\n\\ \' "'
      const [empty, none, one, bytes, many] = await send(
        { text: '' },
        { text: 'select 1 where false' },
        { text: 'select $1::text, $2::text, $3::text', values: [null, undefined, text] },
        { text: 'select $1::bytea', values: [Buffer.of(0, 255, 7)] },
        { text: 'select i, repeat($1, 50) from generate_series(1, 1000) i', values: ['é'] },
      )
      expect(empty).toEqual({ rows: [], count: 0 })
      expect(none).toEqual({ rows: [], count: 0 })
      expect(one).toEqual({ rows: [[null, null, text]], count: 1 })
      expect(bytes?.rows).toEqual([['\\x00ff07']])
      expect(many?.count).toBe(1000)
      expect(many?.rows.at(-1)).toEqual(['1000', 'é'.repeat(50)])
    }))

  test('counts the rows of every verb', () =>
    withClient(async ({ send }) => {
      const results = await send(
        BEGIN,
        { text: `insert into ${SCHEMA}.notes select i, 'x' from generate_series(1001, 1010) i` },
        { text: `update ${SCHEMA}.notes set body = 'y' where id between 1001 and 1003` },
        { text: `delete from ${SCHEMA}.notes where id between 1001 and 1010 returning id` },
        { text: `create table ${SCHEMA}.gone ()` },
        ROLLBACK,
      )
      expect(results.map(({ count }) => count)).toEqual([0, 10, 3, 10, 0, 0])
    }))

  test('sends dates, numbers and booleans as PostgreSQL reads them', () =>
    withClient(async ({ send }) => {
      const values = [new Date('2026-01-02T03:04:05.678Z'), 1.5, 12345678901234n, true]
      const [answer] = await send({
        text: `select ($1::timestamptz at time zone 'UTC')::text, $2::float8, $3::int8, $4::bool`,
        values,
      })
      expect(answer?.rows).toEqual([['2026-01-02 03:04:05.678', '1.5', '12345678901234', 't']])
    }))
})

describe('a named statement', () => {
  test('is parsed once a connection, an unnamed one each time', () =>
    withClient(async ({ send, flights }) => {
      const unnamed = { text: 'select 1' }
      await send(divide(1), unnamed)
      await send(divide(2), unnamed)
      expect(flights.map((flight) => flight.map(({ parsed }) => parsed))).toEqual([
        [true, true],
        [false, true],
      ])
      expect(flights[1]?.[0]).toMatchObject({ name: 'divide', text: 'select 1 / $1::int', values: ['2'] })
    }))

  test('that failed where it was first sent can be sent again', () =>
    withClient(async ({ send }) => {
      expect(await refusalOf(send(BEGIN, divide(0), COMMIT))).toBe('22012')
      await send(ROLLBACK)
      for (const by of [1, 0, 1, 1]) {
        const answer = await send(divide(by)).catch((error: { code: string }) => error.code)
        expect(answer).toEqual(by === 0 ? '22012' : [{ rows: [['1']], count: 1 }])
      }
    }))

  test('that the server never reached, after or before a failing step, can be sent again', () =>
    withClient(async ({ send }) => {
      const before = { text: 'select 2', name: 'before' }
      const after = { text: 'select 3', name: 'after' }
      expect(await refusalOf(send(BEGIN, before, divide(0), after, COMMIT))).toBe('22012')
      await send(ROLLBACK)
      const results = await send(before, divide(1), after)
      expect(results.map(({ rows }) => rows)).toEqual([[['2']], [['1']], [['3']]])
    }))

  test('whose text the server refuses does not take its name', () =>
    withClient(async ({ send }) => {
      expect(await refusalOf(send({ text: 'select nonsense', name: 'n' }))).toBe('42703')
      expect(await send({ text: 'select 1', name: 'n' })).toEqual([{ rows: [['1']], count: 1 }])
    }))
})

describe('a failing flight', () => {
  test('leaves nothing, skips the rest, and its connection serves again after ROLLBACK', () =>
    withClient(async ({ send }) => {
      expect(await refusalOf(send(BEGIN, insert(101), insert(101), insert(102), COMMIT))).toBe('23505')
      expect(await refusalOf(send(insert(103)))).toBe('25P02')
      await send(ROLLBACK)
      expect(await idsAbove(100)).toEqual([])
      await send(BEGIN, insert(104), COMMIT)
      expect(await idsAbove(100)).toEqual([104])
    }))

  test('is refused with what pg says of an error', () =>
    withClient(async ({ send }) => {
      await expect(send(insert(104))).rejects.toMatchObject({
        code: '23505',
        constraint: 'notes_pkey',
        table: 'notes',
        severity: 'ERROR',
      })
    }))

  test.each([
    ['an object', { a: 1 }],
    ['an array', [1]],
    [
      'an object that throws',
      {
        toString: () => {
          throw new Error('no')
        },
      },
    ],
  ])('with %s for a parameter is refused before a byte is written', (_what, value) =>
    withClient(async ({ send, flights }) => {
      await expect(send(BEGIN, insert(201), { text: 'select $1', values: [value] }, COMMIT)).rejects.toThrow(
        TypeError,
      )
      expect(flights).toEqual([])
      expect(await send({ text: 'select 1' })).toEqual([{ rows: [['1']], count: 1 }])
      expect(await idsAbove(200)).toEqual([])
    }),
  )

  test('does not take the next one with it', () =>
    withClient(async ({ send }) => {
      const outcomes = await Promise.allSettled([
        send(divide(0)),
        send(divide(1)),
        send({ text: 'select $1', values: [{}] }),
        send(divide(1)),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    }))

  test.skipIf(stack.kind === 'embedded')(
    'whose connection is lost is refused (the embedded engine has no backends to end)',
    () =>
      withClient(async ({ send }) => {
        const [own] = await send({ text: 'select pg_backend_pid()' })
        // Listened to before it can be refused: a rejection that nobody hears fails the run.
        const refusal = refusalOf(send({ text: 'select pg_sleep(20)' }))
        await pool.query('select pg_terminate_backend($1::int)', [own?.rows[0]?.[0]])
        expect(await refusal).toBe('57P01')
        await expect(send({ text: 'select 1' })).rejects.toThrow()
      }),
  )
})
