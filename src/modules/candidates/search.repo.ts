import { type RowInsert, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral, readArrayLiteral } from '#src/lib/pg-array.ts'

const both = (text: string) => `to_tsvector('simple', ${text}) || to_tsvector('english', ${text})`

/** A column of all rows of a section, as one text in which no phrase goes from one row into the next. */
const joined = (table: string, text: string) => `(
  select string_agg(${text}, ' . ') from ${table} s where s.tenant_id = c.tenant_id and s.candidate_id = c.id)`

// Characters: a tsvector takes one mebibyte.
const MAX_PART = 100_000

const part = (...texts: string[]) => `app.fold(left(concat_ws(' . ', ${texts.join(', ')}), ${MAX_PART}))`

const PROFILE = `
  select ${part(`concat_ws(' ', c.first_name, c.last_name)`, 'c.headline')} as a,
    ${part(
      'c.company',
      joined('candidate_experiences', `concat_ws(' ', s.title, s.company)`),
      joined('candidate_skills', 's.name'),
      joined('candidate_certifications', 's.name'),
    )} as b,
    ${part(
      'c.location',
      joined('candidate_languages', 's.name'),
      joined('candidate_educations', `concat_ws(' ', s.degree_name, s.field, s.institution)`),
      joined('candidate_experiences', `concat_ws(' ', s.location, s.description)`),
    )} as c`

const RESUME = `
  select app.fold(coalesce((
    select left(p.text, ${MAX_PART}) from resumes r
    join resume_parses p on p.tenant_id = r.tenant_id and p.resume_id = r.id and p.state in ('parsed', 'needs_review')
    where r.tenant_id = c.tenant_id and r.candidate_id = c.id and r.is_primary
    order by p.created_at desc, p.id desc limit 1), '')) as text`

/**
 * What is not told to be read anew stays. `offset 0` keeps each text from being put together and folded again for every
 * place that names it.
 */
const write = (told: string) => `
  insert into candidate_search (tenant_id, candidate_id, names, profile, resume)
  select c.tenant_id, c.id,
    case when told.profile then to_tsvector('simple', app.name_words(p.a)) else coalesce(old.names, '') end,
    case when told.profile
      then setweight(${both('p.a')}, 'A') || setweight(${both('p.b')}, 'B') || setweight(${both('p.c')}, 'C')
      else coalesce(old.profile, '') end,
    case when told.resume then setweight(${both('r.text')}, 'D') else coalesce(old.resume, '') end
  from ${told} as told (id, profile, resume)
  join candidates c on c.tenant_id = $1::uuid and c.id = told.id
  left join candidate_search old on old.tenant_id = c.tenant_id and old.candidate_id = c.id
  left join lateral (${PROFILE} where told.profile offset 0) p on true
  left join lateral (${RESUME} where told.resume offset 0) r on true
  on conflict (tenant_id, candidate_id) do update set
    names = excluded.names, profile = excluded.profile, resume = excluded.resume`

/** Of a locked candidate. */
interface Told extends Record<string, unknown> {
  id: string
  profile: boolean
  resume: boolean
}

/** Both parts of a candidate, and all candidates of a transaction, are written by one statement. */
const searchRow: RowInsert<Told> = {
  one: written(
    write('(values ($2::uuid, $3::boolean, $4::boolean))'),
    ['tenantId', 'id', 'profile', 'resume'],
    {},
  ),
  many: written(
    write('unnest($2::uuid[], $3::boolean[], $4::boolean[])'),
    ['tenantId', 'ids', 'profiles', 'resumes'],
    {},
  ),
  args(rows) {
    const told = [...Map.groupBy(rows, ({ id }) => id).entries()]
    return {
      ids: arrayLiteral(told.map(([id]) => id)),
      profiles: arrayLiteral(told.map(([, parts]) => parts.some(({ profile }) => profile))),
      resumes: arrayLiteral(told.map(([, parts]) => parts.some(({ resume }) => resume))),
    }
  },
}

/** Brings what a search finds of a candidate in line with the rows, those included that are deferred before it. */
export const indexProfile = (tx: TenantTx, id: string): void =>
  tx.deferRow(searchRow, { id, profile: true, resume: false })

/**
 * Makes a candidate found by the words of the primary resume, as far as its beginning has them. To be called after
 * whatever changes that resume, its text, or which it is; what is deferred before it counts.
 */
export const indexResumeText = (tx: TenantTx, id: string): void =>
  tx.deferRow(searchRow, { id, profile: false, resume: true })

const searchStatement = written<{ ids: string }>(
  'select app.search_candidates($1, $2, $3, $4, 1000)::text',
  ['tenantId', 'text', 'names', 'person'],
  { ids: (ids) => ids },
)

export interface Search {
  text: string
  /** Words of which the names may have more letters. */
  names: string | null
  /** Only those who applied to a job that names the person. */
  person: string | null
}

/** The ids of at most 1,000 candidates that a web-style query finds, the best first. */
export const searchCandidateIds = async (tx: TenantTx, search: Search): Promise<string[]> =>
  readArrayLiteral((await tx.first(searchStatement, { ...search }))?.ids ?? '{}').filter((id) => id !== null)

interface FacetRow {
  facet: string
  value: string
  candidates: number
}

const VALUES_A_FACET = 20

const ofColumn = (name: string) => `
  (select '${name}' as facet, c.${name}::text as value, count(*) as candidates from candidates c
   where c.tenant_id = $1::uuid and c.id = any($2::uuid[]) and c.${name} is not null
   group by 2 order by 3 desc, 2 limit ${VALUES_A_FACET})`

const FACET_QUERIES = {
  source: ofColumn('source'),
  location: ofColumn('location'),
  company: ofColumn('company'),
  owner_id: ofColumn('owner_id'),
  skill: `
  (select 'skill' as facet, s.skill_key as value, count(*) as candidates
   from candidate_skills s join candidates c on c.tenant_id = s.tenant_id and c.id = s.candidate_id
   where s.tenant_id = $1::uuid and s.candidate_id = any($2::uuid[])
   group by 2 order by 3 desc, 2 limit ${VALUES_A_FACET})`,
  // A tag that was merged into another bears its name.
  tag: `
  (select 'tag' as facet, t.name as value, count(distinct c.id) as candidates
   from candidate_tags ct
   join tags t on t.tenant_id = ct.tenant_id and t.id = ct.tag_id and t.deleted_at is null
   join candidates c on c.tenant_id = ct.tenant_id and c.id = ct.candidate_id
   where ct.tenant_id = $1::uuid and ct.candidate_id = any($2::uuid[])
   group by 2 order by 3 desc, 2 limit ${VALUES_A_FACET})`,
}

type Facet = keyof typeof FACET_QUERIES

/** How often each value stands among the candidates, the most frequent first, in one statement. */
export function countFacets(tx: TenantTx, facets: readonly Facet[], ids: string[]): Promise<FacetRow[]> {
  const text = facets.map((facet) => FACET_QUERIES[facet]).join(' union all ')
  const statement = written<FacetRow>(text, ['tenantId', 'ids'], {
    facet: String,
    value: String,
    candidates: Number,
  })
  return tx.all(statement, { ids: arrayLiteral(ids) })
}
