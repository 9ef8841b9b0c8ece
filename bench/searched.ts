import type pg from 'pg'
import type { BenchTenant } from './fill.ts'

export interface Question {
  text: string
  /** Where the text may be the beginnings of names. */
  names: string | null
}

// One of so many rows has a word.
const RARE = 1009
const SOME = 101
const COMMON = 11

/** Words of different frequency, alone, together and either. */
export function* questions(): Generator<Question, never> {
  for (let i = 0; ; i++) {
    const [rare, some, common] = [`rare${i % RARE}`, `some${i % SOME}`, `common${i % COMMON}`]
    yield plain(rare)
    yield plain(`${some} ${common}`)
    yield { text: `${rare} or ${some}`, names: null }
  }
}

const plain = (text: string): Question => ({ text, names: text })

const wordsOf = (n: string) =>
  `'common' || ${n} % ${COMMON} || ', some' || ${n} % ${SOME} || ' and rare' || ${n} % ${RARE}`

/** As many for all others together as for the first tenant, which searches: theirs lie in the same index. */
export async function fillJobs(admin: pg.Client, tenants: BenchTenant[], rows: number): Promise<void> {
  await fillBy(admin, [PIPELINES, JOBS], tenants, rows)
  await admin.query('vacuum analyze jobs')
}

/** As `fillJobs`, beside the candidates that are there already. */
export async function fillCandidates(admin: pg.Client, tenants: BenchTenant[], rows: number): Promise<void> {
  await fillBy(admin, [CANDIDATES], tenants, rows)
  await admin.query(CANDIDATE_WORDS)
  await admin.query('vacuum analyze candidates, candidate_search')
}

async function fillBy(
  admin: pg.Client,
  statements: string[],
  tenants: BenchTenant[],
  rows: number,
): Promise<void> {
  const ids = tenants.map(({ id }) => id)
  const counts = tenants.map((_, i) => (i === 0 ? rows : Math.ceil(rows / (tenants.length - 1))))
  for (const statement of statements) await admin.query(statement, [ids, counts])
}

const TENANTS = 'unnest($1::uuid[], $2::integer[]) as t(id, rows)'
const time = (n: string) => `timestamptz '2026-01-01Z' + ${n} * interval '61.003 seconds'`

const ROWS = `${TENANTS}, generate_series(1, t.rows) n, lateral (select md5(t.id || ':' || n)::uuid) row (id)`

/** A job's pipeline has its id. */
const PIPELINES = `
  insert into pipelines (tenant_id, id, name, is_template, created_at, updated_at)
  select t.id, row.id, 'Bench', false, now(), now() from ${ROWS}`

const JOBS = `
  insert into jobs (tenant_id, id, title, description, department, pipeline_id, created_at, updated_at)
  select t.id, row.id, 'Engineer of systems number ' || n,
    'We look for people who build services with care, test what they build and know ' || ${wordsOf('n')}
      || '. You help others grow, read plans of queries, write clearly and explain what you have found.',
    'Department ' || n % 7, row.id, ${time('n')}, ${time('n')}
  from ${ROWS}`

const CANDIDATES = `
  insert into candidates (tenant_id, id, first_name, last_name, headline, created_at, updated_at)
  select t.id, md5(t.id || ':searched ' || n)::uuid, 'Given' || n % 97, 'Family' || n % 911,
    'Engineer of systems who knows ' || ${wordsOf('n')}, ${time('n')}, ${time('n')}
  from ${TENANTS}, generate_series(1, t.rows) n`

const CANDIDATE_WORDS = `
  insert into candidate_search (tenant_id, candidate_id, names, profile)
  select tenant_id, id, to_tsvector('simple', app.name_words(words)),
    setweight(to_tsvector('simple', words) || to_tsvector('english', words), 'A')
  from candidates, lateral (select app.fold(concat_ws(' ', first_name, last_name, headline))) as said (words)
  on conflict do nothing`
