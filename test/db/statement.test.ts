import { count, eq, sql } from 'drizzle-orm'
import { bigint, boolean, halfvec, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { time } from '#src/db/schema/columns.ts'
import { compile, prepared, preparedByShape, query, written } from '#src/db/statement.ts'
import { Transaction } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { openPool } from './connections.ts'

const SCHEMA = `try_${newId().slice(-12)}`
const pool = openPool(inject('stack').superUrl)

const samples = pgSchema(SCHEMA).table('samples', {
  id: uuid('id').notNull(),
  flag: boolean('flag'),
  small: integer('small'),
  big: bigint('big', { mode: 'number' }),
  data: jsonb('data').$type<unknown>(),
  words: text('words').array(),
  people: uuid('people').array(),
  at: time('at'),
  vector: halfvec('vector', { dimensions: 3072 }),
  line: text('line'),
})
type Sample = typeof samples.$inferSelect

const columns = {
  id: samples.id,
  flag: samples.flag,
  small: samples.small,
  big: samples.big,
  data: samples.data,
  words: samples.words,
  people: samples.people,
  at: samples.at,
  vector: samples.vector,
  line: samples.line,
}
const byId = prepared<Sample>(
  query
    .select(columns)
    .from(samples)
    .where(eq(samples.id, sql.placeholder('id'))),
)

beforeAll(async () => {
  await pool.query(`create schema ${SCHEMA}`)
  await pool.query(`create table ${SCHEMA}.samples (id uuid not null, flag boolean, small integer, big bigint, data jsonb,
    words text[], people uuid[], at timestamptz(3), vector halfvec, line text)`)
})

afterAll(() => pool.query(`drop schema ${SCHEMA} cascade`))

async function transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  await client.query(`set timezone to 'UTC'`)
  const tx = new Transaction({ client, now: new Date(), mode: 'write', prepared: true })
  try {
    const result = await work(tx)
    await tx.commit()
    return result
  } finally {
    await tx.rollback()
    client.release()
  }
}

/** What is read of a row that was written with these values. */
const stored = (values: Partial<Sample>): Promise<Sample | undefined> =>
  transact(async (tx) => {
    const id = newId()
    await tx.run(query.insert(samples).values({ ...values, id }))
    return tx.first(byId, { id })
  })

describe('what is written is read again', () => {
  test.each<[string, Partial<Sample>]>([
    ['true', { flag: true }],
    ['false', { flag: false }],
    ['an integer', { small: -2_147_483_648 }],
    ['a big integer', { big: Number.MAX_SAFE_INTEGER }],
    ['an object', { data: { a: [1, null, 'ü "\\'], b: { c: true } } }],
    ['a list', { data: [1, 'two', null] }],
    ['a JSON string', { data: 'plain "text" \\ ' }],
    ['a JSON string that looks like a number', { data: '12' }],
    ['a JSON number', { data: 12.5 }],
    ['a JSON boolean', { data: false }],
    [
      'words',
      {
        words: [
          'a',
          '',
          'with, comma',
          'with "quotes"',
          'back\\slash',
          '{braces}',
          'NULL',
          ' sp ',
          'ünï日本',
        ],
      },
    ],
    ['no words', { words: [] }],
    ['words over lines', { words: ['one\ntwo', '\ttab'] }],
    ['people', { people: [newId(), newId()] }],
    ['no people', { people: [] }],
    ['a time', { at: new Date('2026-01-02T03:04:05.678Z') }],
    ['a full second', { at: new Date('2026-01-02T03:04:05.000Z') }],
    ['a tenth', { at: new Date('2026-01-02T03:04:05.100Z') }],
    ['a time before 1970', { at: new Date('1931-12-31T23:59:59.999Z') }],
    ['a vector', { vector: [0.5, -1, 0.25] }],
    ['a line', { line: 'naïve “日本” \u{1F9D1} \' " \\ $1 {x}' }],
    ['an empty line', { line: '' }],
  ])('%s', async (_what, values) => {
    expect(await stored(values)).toMatchObject(values)
  })

  test('nothing at all, as null of every type', async () => {
    const { id, ...rest } = (await stored({})) ?? { id: '' }
    expect(id).not.toBe('')
    expect(new Set(Object.values(rest))).toEqual(new Set([null]))
  })
})

describe('expressions', () => {
  test('are read as they say', async () => {
    const id = newId()
    const expressions = query
      .select({
        rows: count(),
        doubled: sql<number>`sum(${samples.small}) * 2`.mapWith(Number).as('doubled'),
        latest: sql<Date>`max(${samples.at})`.mapWith(samples.at),
        raw: sql<string>`max(${samples.line})`,
      })
      .from(samples)
      .where(eq(samples.id, id))
    const at = new Date('2026-01-02T03:04:05.678Z')
    const row = await transact(async (tx) => {
      await tx.run(query.insert(samples).values({ id, small: 21, line: 'x', at }))
      return tx.first(expressions)
    })
    expect(row).toEqual({ rows: 1, doubled: 42, latest: at, raw: 'x' })
  })

  test('what a write returns is read too', async () => {
    const rows = await transact(async (tx) => {
      const id = newId()
      await tx.run(query.insert(samples).values({ id, small: 1 }))
      const change = query.update(samples).set({ flag: true }).where(eq(samples.id, id))
      return tx.all(change.returning({ flag: samples.flag, small: samples.small }))
    })
    expect(rows).toEqual([{ flag: true, small: 1 }])
  })
})

describe('a statement', () => {
  test('takes its arguments by name, and misses one loudly', () => {
    expect(byId.values({ id: 'x', other: 1 })).toEqual(['x'])
    expect(() => byId.values({})).toThrow(/id/)
  })

  test('has the name of its text', () => {
    const twin = prepared(
      query
        .select(columns)
        .from(samples)
        .where(eq(samples.id, sql.placeholder('other'))),
    )
    const other = prepared(query.select({ id: samples.id }).from(samples))
    expect(twin.name).toBe(byId.name)
    expect(other.name).not.toBe(byId.name)
    expect(byId.name?.length).toBeLessThan(64)
    expect(compile(query.select(columns).from(samples)).name).toBeUndefined()
  })

  test('selects flat fields only', () => {
    const nested = query.select({ inner: { id: samples.id } }).from(samples)
    expect(() => compile(nested)).toThrow(/flat/)
  })

  test('is run by a transaction, never awaited', async () => {
    await expect(query.select(columns).from(samples)).rejects.toThrow()
  })

  test('by shape is compiled once a shape', () => {
    let built = 0
    const statementOf = preparedByShape<{ descending: boolean }, { id: string }>(({ descending }) => {
      built++
      return query
        .select({ id: samples.id })
        .from(samples)
        .orderBy(descending ? sql`id desc` : sql`id`)
    })
    const [up, down, again] = [false, true, false].map((descending) => statementOf({ descending }))
    expect(again).toBe(up)
    expect(down?.name).not.toBe(up?.name)
    expect(built).toBe(2)
  })

  test('written out takes arguments in their order and reads columns in theirs', async () => {
    const statement = written<{ sum: number; gone: string }>('select $1::int + $2::int, null', ['a', 'b'], {
      sum: Number,
      gone: String,
    })
    expect(await transact((tx) => tx.first(statement, { b: 2, a: 40 }))).toEqual({ sum: 42, gone: null })
  })
})
