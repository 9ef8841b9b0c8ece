import { z } from 'zod'
import { AppError } from '#src/lib/errors.ts'
import {
  type Cursor,
  type Filter,
  type FilterOp,
  type ListRequest,
  readCursor,
  type Sort,
} from '#src/lib/list.ts'
import { requestErrors } from './errors.ts'

/** A filterable field: what one value looks like and which comparisons it takes. */
export interface FilterSpec {
  value: z.ZodType
  ops: readonly FilterOp[]
}

export const filterBy = {
  words: (values: readonly [string, ...string[]]): FilterSpec => ({
    value: z.enum(values),
    ops: ['eq', 'in'],
  }),
  id: (): FilterSpec => ({ value: z.uuid().toLowerCase(), ops: ['eq', 'in'] }),
  text: (): FilterSpec => ({
    value: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^\0]*$/),
    ops: ['eq', 'in'],
  }),
  flag: (): FilterSpec => ({ value: z.enum(['true', 'false']), ops: ['eq'] }),
  time: (): FilterSpec => ({ value: z.iso.datetime({ offset: true }), ops: ['gte', 'lte', 'gt', 'lt'] }),
}

export interface ListSpec {
  filters?: Record<string, FilterSpec>
  sorts: readonly [string, ...string[]]
  /** By default the first of `sorts`, downwards. */
  defaultSort?: string
  expand?: readonly [string, ...string[]]
  searchable?: boolean
  /** An item of the list, whose members `fields` may name. */
  item: z.ZodObject
}

/** The query string of a list. An unknown parameter is refused: a misspelt filter must not answer with everything. */
export function listQuery(spec: ListSpec) {
  const sorts = spec.sorts.flatMap((field) => [`-${field}`, field])
  const shape: Record<string, z.ZodType> = {
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(1000).optional().describe('`next_cursor` of the page before'),
    sort: z
      .enum(sorts)
      .default(spec.defaultSort ?? `-${spec.sorts[0]}`)
      .describe('A leading `-` sorts downwards'),
    updated_since: filterBy.time().value.optional(),
    fields: commaList(z.enum(Object.keys(spec.item.shape)), 50)
      .optional()
      .describe('Members to answer, comma-separated'),
  }
  if (spec.searchable) shape.q = searchText.optional()
  if (spec.expand) shape.expand = commaList(z.enum(spec.expand), spec.expand.length).optional()
  Object.assign(shape, filterShape(spec.filters ?? {}))
  return z.strictObject(shape).transform((query) => toRequest(query, spec))
}

/** The query parameters of filters, for `filtersOf` to read. */
export function filterShape(filters: Record<string, FilterSpec>): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {}
  for (const [field, { value, ops }] of Object.entries(filters)) {
    if (ops.includes('eq')) shape[`filter[${field}]`] = value.optional()
    for (const op of ops)
      shape[`filter[${field}][${op}]`] = (op === 'in' ? commaList(value, 100) : value).optional()
  }
  return shape
}

/** What somebody looks for: words, "quoted phrases", -not, or. */
export const searchText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/)

/** The filters of a list in a JSON body: `{"source": "fair", "created_at": {"gte": "..."}}`. */
export function filterBody(specs: Record<string, FilterSpec>) {
  const fields = Object.entries(specs).map(([field, { value, ops }]) => {
    const compared = Object.fromEntries(
      ops.map((op) => [op, (op === 'in' ? z.array(value).min(1).max(100) : value).optional()]),
    )
    const byOps = z.strictObject(compared)
    return [field, (ops.includes('eq') ? z.union([value, byOps]) : byOps).optional()]
  })
  return z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>).transform((given) =>
    Object.entries(given).flatMap(([field, sent]): Filter[] => {
      if (sent === undefined) return []
      if (typeof sent !== 'object' || sent === null) return [{ field, op: 'eq', value: sent }]
      return Object.entries(sent).map(([op, value]) => ({ field, op: op as FilterOp, value }))
    }),
  )
}

/** `expand` of a single resource. */
export const expandQuery = (members: readonly [string, ...string[]]) =>
  z.strictObject({ expand: commaList(z.enum(members), members.length).default([]) })

/** `a,b,c` as an array of at most `max` values. */
const commaList = <T extends z.ZodType>(item: T, max: number) =>
  z
    .string()
    .max(8000)
    .transform((text) => text.split(','))
    .pipe(
      z
        .array(item as z.ZodType<z.output<T>, string>)
        .min(1)
        .max(max),
    )

function toRequest(query: Record<string, unknown>, spec: ListSpec): ListRequest {
  const named = String(query.sort)
  const sort: Sort = { field: named.replace(/^-/, ''), direction: named.startsWith('-') ? 'desc' : 'asc' }
  const { cursor, fields, expand, q } = query as {
    cursor?: string
    fields?: string[]
    expand?: string[]
    q?: string
  }
  return {
    limit: Number(query.limit),
    sort,
    after: cursor === undefined ? undefined : cursorOf(cursor, sort),
    filters: [
      ...filtersOf(query, spec.filters ?? {}),
      ...(query.updated_since === undefined
        ? []
        : [{ field: 'updated_at', op: 'gte' as const, value: query.updated_since }]),
    ],
    expand: expand ?? [],
    fields,
    search: q,
  }
}

export function filtersOf(query: Record<string, unknown>, specs: Record<string, FilterSpec>): Filter[] {
  const filters: Filter[] = []
  const add = (field: string, op: FilterOp, value: unknown) => {
    if (value !== undefined) filters.push({ field, op, value })
  }
  for (const [field, { ops }] of Object.entries(specs)) {
    add(field, 'eq', query[`filter[${field}]`])
    for (const op of ops) add(field, op, query[`filter[${field}][${op}]`])
  }
  return filters
}

const TIME = z.iso.datetime()

/** Whether a cursor's value is of the kind that its order compares. */
function fits(field: string, value: string): boolean {
  if (field.endsWith('_at')) return TIME.safeParse(value).success
  return !NUMERIC.has(field) || /^\d{1,15}$/.test(value)
}

const NUMERIC = new Set(['sequence', 'score', 'reviewed_score', 'position', 'relevance'])

/** The place that a cursor of this order names. @throws AppError 400 for one that is of another order, or of none */
export function cursorOf(text: string, sort: Sort): Cursor {
  const cursor = readCursor(text, sort)
  if (cursor && fits(sort.field, cursor.value)) return cursor
  throw new AppError(requestErrors.invalid_cursor, {
    errors: [
      { pointer: '/cursor', code: 'invalid', message: 'take next_cursor of a page with the same sort' },
    ],
  })
}

/** The answer of a list. */
export const pageOf = <Row, Item>(
  page: { rows: Row[]; nextCursor: string | null },
  present: (row: Row) => Item,
) => ({
  data: page.rows.map(present),
  has_more: page.nextCursor !== null,
  next_cursor: page.nextCursor,
})
