import type { Cursor, ListRequest } from '#src/lib/list.ts'

/** What the references read: the columns that `GET /v1/candidates` answers with. */
export const CANDIDATE_COLUMNS = `id, first_name, last_name, email, phone, headline, company, location, links,
  source, owner_id, version, created_at, updated_at`

export const PAGE = 20

/** The question of `GET /v1/candidates`, for the first page or a later one. */
export const pageAfter = (after: Cursor | undefined): ListRequest => ({
  limit: PAGE,
  sort: { field: 'created_at', direction: 'desc' },
  after,
  filters: [],
  expand: [],
  fields: undefined,
  search: undefined,
})
