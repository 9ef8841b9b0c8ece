import { readTenantOnce } from '#src/db/tenant.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { listCandidates } from '#src/modules/candidates/candidates.repo.ts'
import { bySize, CONNECTIONS, openProduct, openReference, scopeOf } from './bench-context.ts'
import type { BenchDatabase } from './database.ts'
import type { BenchTenant } from './fill.ts'
import { looped } from './loops.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import { CANDIDATE_COLUMNS, PAGE } from './reference.ts'
import type { Comparison } from './rounds.ts'

const request: ListRequest = {
  limit: PAGE,
  sort: { field: 'created_at', direction: 'desc' },
  after: undefined,
  filters: [],
  expand: [],
  fields: undefined,
  search: undefined,
}

/** Both read one row more than the page has, as the product does to know whether another page follows. */
const plain = {
  name: 'plain',
  text: `select ${CANDIDATE_COLUMNS} from candidates where tenant_id = $1 and deleted_at is null
    order by created_at desc, id desc limit ${PAGE + 1}`,
}

/** What row-level security and its transaction cost one statement. */
export function tenantQuery(
  database: BenchDatabase,
  tenants: BenchTenant[],
  opened: AsyncDisposableStack,
): Comparison {
  const db = opened.adopt(openProduct(database), (open) => open.close())
  const reference = opened.adopt(openReference(database), (open) => open.end())
  const loops = { loops: CONNECTIONS, postgresCpu: postgresCpuReader(database.admin) }
  const next = bySize(tenants)
  return {
    name: 'tenant-query',
    title: `one list statement in a tenant's scope, ${CONNECTIONS} connections`,
    unit: 'queries/s',
    floor: 0.9,
    contenders: [
      looped('pg, prepared, no isolation', loops, () =>
        reference.query({ ...plain, values: [next.next().value.id] }),
      ),
      looped('readTenantOnce', loops, () =>
        readTenantOnce(scopeOf(db, next.next().value), (tx) => listCandidates(tx, request)),
      ),
    ],
  }
}
