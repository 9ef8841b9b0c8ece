/** What a list is asked, as its repo reads it. */
export interface ListRequest {
  limit: number
  sort: Sort
  after: Cursor | undefined
  filters: Filter[]
  expand: string[]
  /** The members a client wants of each item; undefined for all. */
  fields: string[] | undefined
  search: string | undefined
}

export interface Sort {
  field: string
  direction: 'asc' | 'desc'
}

export type FilterOp = 'eq' | 'in' | 'gte' | 'lte' | 'gt' | 'lt'

export interface Filter {
  field: string
  op: FilterOp
  value: unknown
}

/** The place after which a page begins: the sort column's value and the id that breaks ties. */
export interface Cursor {
  value: string
  id: string
}

/** A page of all rows in the order of their ids, which no change moves them in. */
export const inOrderOfIds = (limit: number, after: string | null = null): ListRequest => ({
  limit,
  sort: { field: 'id', direction: 'asc' },
  after: after === null ? undefined : { value: after, id: after },
  filters: [],
  expand: [],
  fields: undefined,
  search: undefined,
})

export interface Page<Row> {
  rows: Row[]
  /** Null on the last page. */
  nextCursor: string | null
}

const sortKey = ({ field, direction }: Sort): string => (direction === 'desc' ? `-${field}` : field)

/** Cursors are opaque to clients and name the order they were made in, so that one is not taken for another's. */
export const writeCursor = (sort: Sort, at: Cursor): string =>
  Buffer.from(JSON.stringify([sortKey(sort), at.value, at.id])).toString('base64url')

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Undefined for anything that `writeCursor` did not write for this order. */
export function readCursor(text: string, sort: Sort): Cursor | undefined {
  try {
    const [key, value, id, ...rest] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    if (key !== sortKey(sort) || typeof value !== 'string' || typeof id !== 'string' || rest.length > 0)
      return undefined
    return ID.test(id) && !value.includes('\0') ? { value, id } : undefined
  } catch {
    return undefined
  }
}
