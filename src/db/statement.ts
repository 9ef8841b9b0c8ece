import { createHash } from 'node:crypto'
import { Column, fillPlaceholders, is, SQL } from 'drizzle-orm'
import { PgArray } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/pg-proxy'
import { readArrayLiteral } from '#src/lib/pg-array.ts'
import { recurringNames } from './recurring-names.ts'

/** Builds statements and runs none: awaiting one of its queries is a mistake, they go through a `Tx`. */
export const query = drizzle(() => Promise.reject(new Error('statements are run by a Tx, not awaited')))

/** A query of Drizzle's builder, whatever its verb; `Row` is what one row of its result becomes. */
export interface Query<Row = unknown> {
  /** The shape of Drizzle's own builders, which carries the row type. */
  then(onRows: (rows: Row[]) => unknown): unknown
  prepare(name: string): unknown
}

/** A compiled query: text, parameters with their placeholders, and how a row of text values is read. */
export interface Statement<Row> {
  readonly text: string
  /** Present when the text never varies, so that servers may keep it parsed under this name. */
  readonly name?: string
  values(args: Record<string, unknown>): unknown[]
  read(row: (string | null)[]): Row
}

/** An insert into one table, of a row or of many. */
export interface RowInsert<Row> {
  /** Its arguments are the members of the row. */
  one: Statement<unknown>
  many: Statement<unknown>
  /** The arguments of `many`. */
  args(rows: Row[]): Record<string, unknown>
}

/** Compiles a query that is built once, at import, with `sql.placeholder` where its arguments go. */
export function prepared<Row>(q: Query<Row>): Statement<Row> {
  const statement = compiled(q)
  return { ...statement, name: nameOf(statement.text) }
}

const nameOf = (text: string): string => `q_${createHash('sha256').update(text).digest('hex').slice(0, 20)}`

const recurring = recurringNames(nameOf)

/** Compiles a query that is built for this one call. One whose text keeps coming back gets a name all the same. */
export function compile<Row>(q: Query<Row>): Statement<Row> {
  const statement = compiled(q)
  const name = recurring(statement.text)
  return name === undefined ? statement : { ...statement, name }
}

function compiled<Row>(q: Query<Row>): Statement<Row> {
  const { queryString, params, fields } = q.prepare('') as PreparedInternals
  const columns = (fields ?? []).map(({ path, field }) => {
    if (path.length !== 1 || path[0] === undefined)
      throw new Error('select flat fields: nested ones are not read')
    return [path[0], decoderOf(field)] as const
  })
  return {
    text: queryString,
    values: (args) => fillPlaceholders(params, args),
    read: rowReader(columns),
  }
}

/** A server keeps named statements as long as the connection lives, so only so many shapes of a list get a name. */
const NAMED_SHAPES = 200

/**
 * Statements by the shape of the question (which filters, which order, with or without a cursor), for lists whose text
 * varies. The first shapes that are asked for, which are the common ones, are compiled once and named; the rest are
 * compiled for the call.
 */
export function preparedByShape<Shape, Row>(
  build: (shape: Shape) => Query<Row>,
): (shape: Shape) => Statement<Row> {
  const named = new Map<string, Statement<Row>>()
  return (shape) => {
    const key = JSON.stringify(shape)
    const known = named.get(key)
    if (known) return known
    if (named.size >= NAMED_SHAPES) return compile(build(shape))
    const statement = prepared(build(shape))
    named.set(key, statement)
    return statement
  }
}

/** What Drizzle keeps of a prepared query (private there, pinned version): the only way to its ordered fields. */
interface PreparedInternals {
  queryString: string
  params: unknown[]
  fields?: { path: string[]; field: unknown }[]
}

type Decode = (text: string) => unknown

function decoderOf(field: unknown): Decode {
  if (is(field, Column)) return columnDecoder(field)
  const expression = is(field, SQL.Aliased) ? field.sql : field
  if (!is(expression, SQL)) throw new Error('only columns and expressions can be selected')
  const { decoder } = expression as SQL & { decoder: { mapFromDriverValue(value: unknown): unknown } }
  return is(decoder, Column) ? columnDecoder(decoder) : (text) => decoder.mapFromDriverValue(text)
}

function columnDecoder(column: Column): Decode {
  if (column.dataType === 'boolean') return (text) => text === 't'
  if (column.dataType === 'date') return readTime
  // Drizzle's own reader drops backslashes. Arrays here hold texts and uuids, which are read as they stand.
  if (is(column, PgArray)) return readArrayLiteral
  return (text) => column.mapFromDriverValue(text)
}

/**
 * `2026-11-21 08:00:00.123+00`, as every session here writes it (time zone UTC): read by its digits, in half the time that
 * parsing takes. The years that `Date.UTC` counts from 1900 are parsed.
 */
export function readTime(text: string): Date {
  if (text.startsWith('00')) return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
  const at = (from: number, to: number) => digitsOf(text, from, to)
  return new Date(Date.UTC(at(0, 4), at(5, 7) - 1, at(8, 10), at(11, 13), at(14, 16), at(17, 19), at(20, 23)))
}

/** What is no digit counts as 0: fractions end where their zeros begin. */
function digitsOf(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30
    value = value * 10 + (digit >= 0 && digit <= 9 ? digit : 0)
  }
  return value
}

/**
 * A statement written out, for what the builder cannot say. `$1…` stand for `args` in their order; the result's
 * columns are read by `columns` in theirs.
 */
export function written<Row>(
  text: string,
  args: readonly string[],
  columns: { [K in keyof Row]: (text: string) => Row[K] },
): Statement<Row> {
  const readers = Object.entries(columns) as [string, (text: string) => unknown][]
  return {
    text,
    name: `w_${createHash('sha256').update(text).digest('hex').slice(0, 20)}`,
    values: (given) => args.map((name) => given[name]),
    read: rowReader(readers),
  }
}

function rowReader<Row>(columns: (readonly [key: string, read: Decode])[]): Statement<Row>['read'] {
  return (row) => {
    const out: Record<string, unknown> = {}
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]
      const value = row[i]
      if (column) out[column[0]] = value === null || value === undefined ? null : column[1](value)
    }
    return out as Row
  }
}
