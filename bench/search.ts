import type pg from 'pg'
import { readTenantOnce } from '#src/db/tenant.ts'
import { searchJobIds } from '#src/modules/jobs/jobs.repo.ts'
import { CONNECTIONS, openProduct, openReference, scopeOf } from './bench-context.ts'
import type { BenchTenant } from './fill.ts'
import { looped } from './loops.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import type { Comparison } from './rounds.ts'
import type { World } from './world.ts'

/**
 * Full text can be no index condition under row-level security, so the product asks a function that reads past it.
 * Beside it the same statement, with the same index, of a superuser.
 */
export async function search(
  { database, tenants, options }: World,
  opened: AsyncDisposableStack,
): Promise<Comparison> {
  const [tenant, ...others] = tenants
  if (!tenant) throw new Error('there is no tenant')
  await fillJobs(database.admin, tenant, others, options.searched)
  const loops = { loops: CONNECTIONS, postgresCpu: postgresCpuReader(database.admin) }
  const scope = scopeOf(openProduct(database, opened), tenant)
  const reference = openReference(database, opened)
  const next = questions()
  return {
    name: 'search',
    title: `a search among ${options.searched} jobs of one tenant, ${CONNECTIONS} connections`,
    unit: 'searches/s',
    target: { of: 'p50', atMost: 1.5 },
    references: [
      looped('the same without row security', loops, () =>
        reference.query({ ...plain, values: [tenant.id, next.next().value] }),
      ),
    ],
    contenders: [
      looped('app.search_jobs', loops, () =>
        readTenantOnce(scope, (tx) => searchJobIds(tx, next.next().value)),
      ),
    ],
  }
}

const plain = {
  name: 'search',
  text: `select array(
    select id from jobs
    where tenant_id = $1 and deleted_at is null and search @@ websearch_to_tsquery('english', $2)
    order by ts_rank_cd(search, websearch_to_tsquery('english', $2)) desc, id limit 1000)`,
}

/** Words that one in about a thousand, a hundred and ten jobs has, alone and together. */
function* questions(): Generator<string, never> {
  for (let i = 0; ; i++) {
    yield `rare${i % RARE}`
    yield `some${i % SOME} common${i % COMMON}`
    yield `"rare${i % RARE}" or some${i % SOME}`
  }
}

const RARE = 1009
const SOME = 101
const COMMON = 11

/** As many for all others together as for the tenant that searches: theirs lie in the same index. */
async function fillJobs(
  admin: pg.Client,
  tenant: BenchTenant,
  others: BenchTenant[],
  rows: number,
): Promise<void> {
  const tenants = [tenant, ...others].map(({ id }) => id)
  const counts = [rows, ...others.map(() => Math.ceil(rows / others.length))]
  for (const statement of [PIPELINES, JOBS]) await admin.query(statement, [tenants, counts])
  await admin.query('vacuum analyze jobs')
}

const TENANTS = 'unnest($1::uuid[], $2::integer[]) as t(id, rows)'

const PIPELINES = `insert into pipelines (tenant_id, id, name, created_at)
  select t.id, md5(t.id || ':bench')::uuid, 'Bench', now() from ${TENANTS} where t.rows > 0`

const JOBS = `insert into jobs (tenant_id, id, title, description, department, pipeline_id, created_at, updated_at)
  select t.id, md5(t.id || ':' || n)::uuid, 'Engineer of systems number ' || n,
    'We look for people who build services with care, test what they build and know common' || n % ${COMMON}
      || ', some' || n % ${SOME} || ' and rare' || n % ${RARE} || '. You help others grow, read plans of queries,'
      || ' write clearly and enjoy to explain what you have found to colleagues of other departments.',
    'Department ' || n % 7, md5(t.id || ':bench')::uuid,
    timestamptz '2026-01-01Z' + n * interval '61.003 seconds', timestamptz '2026-01-01Z' + n * interval '61.003 seconds'
  from ${TENANTS}, generate_series(1, t.rows) n`
