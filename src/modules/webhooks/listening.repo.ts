import { written } from '#src/db/statement.ts'
import type { SystemTx } from '#src/db/system.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

const listeningStatement = written<{ tenantId: string }>(
  `select t.id from unnest($1::uuid[]) as t(id)
   where exists (select from webhook_endpoints e where e.tenant_id = t.id and e.deleted_at is null)`,
  ['tenants'],
  { tenantId: String },
)

/** Those of `tenants` that have any endpoint. */
export async function tenantsWithEndpoints(tx: SystemTx, tenants: string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.all(listeningStatement, { tenants: arrayLiteral(tenants) })
  return new Set(rows.map(({ tenantId }) => tenantId))
}
