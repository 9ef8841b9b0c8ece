/** What the references read: the columns that `GET /v1/candidates` answers with. */
export const CANDIDATE_COLUMNS = `id, first_name, last_name, email, phone, headline, company, location, links,
  source, owner_id, version, created_at, updated_at`

export const PAGE = 20
