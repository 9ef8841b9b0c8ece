import { readTenantOnce } from '#src/db/tenant.ts'
import { listCandidates } from '#src/modules/candidates/candidates.repo.ts'
import { bySize, CONNECTIONS, openProduct, openReference, scopeOf } from './bench-context.ts'
import { looped } from './loops.ts'
import { postgresCpuReader } from './postgres-cpu.ts'
import { CANDIDATE_COLUMNS, PAGE, pageAfter } from './reference.ts'
import type { Comparison } from './rounds.ts'
import type { World } from './world.ts'

/** Both read one row more than the page has, as the product does to know whether another page follows. */
const plain = {
  name: 'plain',
  text: `select ${CANDIDATE_COLUMNS} from candidates where tenant_id = $1 and deleted_at is null
    order by created_at desc, id desc limit ${PAGE + 1}`,
}

/** What row-level security and its transaction cost one statement. */
export function tenantQuery({ database, tenants }: World, opened: AsyncDisposableStack): Comparison {
  const db = openProduct(database, opened)
  const reference = openReference(database, opened)
  const loops = { loops: CONNECTIONS, postgresCpu: postgresCpuReader(database.admin) }
  const next = bySize(tenants)
  return {
    name: 'tenant-query',
    title: `one list statement in a tenant's scope, ${CONNECTIONS} connections`,
    unit: 'queries/s',
    target: { of: 'throughput', atLeast: 0.9 },
    references: [
      looped('pg, prepared, no isolation', loops, () =>
        reference.query({ ...plain, values: [next.next().value.id] }),
      ),
    ],
    contenders: [
      looped('readTenantOnce', loops, () =>
        readTenantOnce(scopeOf(db, next.next().value), (tx) => listCandidates(tx, pageAfter(undefined))),
      ),
    ],
  }
}
