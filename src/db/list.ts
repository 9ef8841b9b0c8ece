import { and, asc, desc, eq, gt, gte, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable, PgView, SelectedFields } from 'drizzle-orm/pg-core'
import {
  type Filter,
  type FilterOp,
  type ListRequest,
  type Page,
  type Sort,
  writeCursor,
} from '#src/lib/list.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { preparedByShape, type Query, query } from './statement.ts'
import type { TenantTx } from './tx.ts'

/** A list over one tenant table, or view: what can be filtered and sorted, and which further conditions a caller may add. */
export interface ListSource<Row> {
  from: (PgTable | PgView) & { tenantId: PgColumn; id: PgColumn }
  select: SelectedFields
  sorts: Record<string, { column: PgColumn; value(row: Row): Date | string | number }>
  /** Orders rows of one sort value, always upwards; otherwise their ids do, in the direction of the sort. */
  tie?: { column: PgColumn; value(row: Row): string }
  /** Columns, or conditions made of a comparison with what the client named: see `compare`. */
  filters: Record<string, PgColumn | ((op: FilterOp, name: string) => SQL)>
  /** Holds for every row of the list, such as "not deleted". */
  where?: SQL
  /** Conditions with placeholders, switched on by name together with their arguments. */
  conditions?: Record<string, SQL>
}

/** Reads a page by keyset: the statement is compiled once for each combination of filters and order. */
export function defineList<Row extends { id: string }>(source: ListSource<Row>) {
  const statementFor = preparedByShape<Shape, Row>((shape) => build(source, shape))
  return async (
    tx: TenantTx,
    request: ListRequest,
    conditions: Record<string, Record<string, unknown>> = {},
  ): Promise<Page<Row>> => {
    const { sort, filters, after, limit } = request
    const shape = {
      sort,
      filters: filters.map(({ field, op }) => [field, op] as const),
      after: after !== undefined,
      conditions: Object.keys(conditions).sort(),
      limit: limit + 1,
    }
    const args = Object.assign({}, ...Object.values(conditions), filterArgs(filters))
    const rows = await tx.all(statementFor(shape), { ...args, afterValue: after?.value, afterId: after?.id })
    return toPage(source, request, rows)
  }
}

interface Shape {
  sort: Sort
  filters: (readonly [string, FilterOp])[]
  after: boolean
  conditions: string[]
  /** Written into the text: a plan that knows how few rows are wanted follows the index, whatever the tenant's size. */
  limit: number
}

function build<Row>(source: ListSource<Row>, shape: Shape): Query<Row> {
  const { column } = known(source.sorts, shape.sort.field)
  const { id, tenantId } = source.from
  const order = shape.sort.direction === 'desc' ? desc : asc
  const tie = source.tie ? asc(source.tie.column) : order(id)
  return query
    .select(source.select)
    .from(source.from as PgTable)
    .where(
      and(
        eq(tenantId, sql.placeholder('tenantId')),
        source.where,
        ...shape.conditions.map((name) => known(source.conditions ?? {}, name)),
        ...shape.filters.map(([field, op], i) => condition(known(source.filters, field), op, `filter${i}`)),
        shape.after ? afterCursor(source, shape.sort) : undefined,
      ),
    )
    .orderBy(order(column), tie)
    .limit(sql.raw(String(shape.limit)) as unknown as number) as unknown as Query<Row>
}

function afterCursor<Row>({ from, sorts, tie }: ListSource<Row>, sort: Sort): SQL {
  const { column } = known(sorts, sort.field)
  const value = placeholderOf('afterValue', column)
  const id = placeholderOf('afterId', from.id)
  const compare = sort.direction === 'desc' ? sql`<` : sql`>`
  if (!tie) return sql`(${column}, ${from.id}) ${compare} (${value}, ${id})`
  // Two orders in one condition; the first half is what an index can start from.
  return sql`${column} ${compare}= ${value} and (${column} ${compare} ${value} or ${tie.column} > ${id})`
}

const COMPARE = { eq, gt, gte, lt, lte }

function condition(filter: ListSource<never>['filters'][string], op: FilterOp, name: string): SQL {
  return typeof filter === 'function' ? filter(op, name) : compare(filter, op, name)
}

/** A column compared with the argument `name`, which `in` takes as an array in its text form. */
export function compare(column: PgColumn, op: FilterOp, name: string): SQL {
  if (op === 'in') return sql`${column} = any(${sql.placeholder(name)}::${sql.raw(column.getSQLType())}[])`
  return COMPARE[op](column, placeholderOf(name, column))
}

/** Typed, because the server cannot infer a parameter's type inside a row comparison. */
const placeholderOf = (name: string, column: PgColumn): SQL =>
  sql`${sql.placeholder(name)}::${sql.raw(column.getSQLType())}`

function filterArgs(filters: Filter[]): Record<string, unknown> {
  return Object.fromEntries(
    filters.map(({ op, value }, i) => [`filter${i}`, op === 'in' ? arrayLiteral(value as unknown[]) : value]),
  )
}

function toPage<Row extends { id: string }>(
  source: ListSource<Row>,
  request: ListRequest,
  rows: Row[],
): Page<Row> {
  const page = rows.slice(0, request.limit)
  const last = page.at(-1)
  if (rows.length <= request.limit || !last) return { rows: page, nextCursor: null }
  const value = known(source.sorts, request.sort.field).value(last)
  const text = value instanceof Date ? value.toISOString() : String(value)
  return {
    rows: page,
    nextCursor: writeCursor(request.sort, { value: text, id: source.tie?.value(last) ?? last.id }),
  }
}

function known<T>(record: Record<string, T>, name: string): T {
  const found = record[name]
  if (found === undefined) throw new Error(`a list was asked for ${name}, which it does not have`)
  return found
}
