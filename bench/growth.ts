import { readTenantOnce } from '#src/db/tenant.ts'
import type { Cursor } from '#src/lib/list.ts'
import { listCandidates } from '#src/modules/candidates/candidates.repo.ts'
import { openProduct, scopeOf } from './bench-context.ts'
import { createBenchDatabase } from './database.ts'
import { fill } from './fill.ts'
import { looped } from './loops.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import { pageAfter } from './reference.ts'
import type { Comparison, Contender } from './rounds.ts'
import type { World } from './world.ts'

/** Candidates of the tenant that asks, and of all others in the database that is compared with. */
const OWN = 1_000
const FEW = 1_000

/** What others keep in the same tables is none of a tenant's business: two databases side by side. */
export async function growth(
  { serverUrl, options }: World,
  opened: AsyncDisposableStack,
): Promise<Comparison> {
  const among = (foreign: number) => listAmong(foreign, { serverUrl, tenants: options.tenants }, opened)
  return {
    name: 'growth',
    title: `one list statement of a tenant with ${OWN} candidates, one connection`,
    unit: 'queries/s',
    target: { of: 'p50', atMost: 1.2 },
    references: [await among(FEW)],
    contenders: [await among(options.grown)],
  }
}

async function listAmong(
  foreign: number,
  { serverUrl, tenants }: { serverUrl: string; tenants: number },
  opened: AsyncDisposableStack,
): Promise<Contender> {
  const database = opened.adopt(await createBenchDatabase(serverUrl), (open) => open.close())
  await fill(database.admin, { tenants, rows: foreign })
  const [tenant] = await fill(database.admin, { tenants: 1, rows: OWN })
  if (!tenant) throw new Error('nothing was filled in')
  const { rows } = await database.admin.query<{ created_at: Date; id: string }>(
    'select created_at, id from candidates where tenant_id = $1 order by hashtext(id::text)',
    [tenant.id],
  )
  const places = rows.map(({ created_at, id }, i): Cursor | undefined =>
    i % 2 === 0 ? undefined : { value: created_at.toISOString(), id },
  )
  const scope = scopeOf(openProduct(database, opened), tenant)
  let at = 0
  return looped(
    `${foreign} candidates of others`,
    { loops: 1, postgresCpu: postgresCpuReader(database.admin) },
    () => {
      at = (at + 1) % places.length
      return readTenantOnce(scope, (tx) => listCandidates(tx, pageAfter(places[at])))
    },
  )
}
