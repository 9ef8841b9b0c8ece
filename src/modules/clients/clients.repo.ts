import { and, eq, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { clients } from '#src/db/schema/clients.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { hasExternalId } from '#src/modules/external-ids/index.ts'

export type ClientRow = Omit<typeof clients.$inferSelect, 'tenantId'>

const columns = {
  id: clients.id,
  name: clients.name,
  domain: clients.domain,
  industry: clients.industry,
  archived: clients.archived,
  createdBy: clients.createdBy,
  version: clients.version,
  createdAt: clients.createdAt,
  updatedAt: clients.updatedAt,
}

const byId = and(eq(clients.tenantId, sql.placeholder('tenantId')), eq(clients.id, sql.placeholder('id')))

const findStatement = prepared<ClientRow>(query.select(columns).from(clients).where(byId))
const lockStatement = prepared<ClientRow>(query.select(columns).from(clients).where(byId).for('update'))

export const findClient = (tx: TenantTx, id: string): Promise<ClientRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findClient`, making other writers of the client wait for this transaction. */
export const lockClient = (tx: TenantTx, id: string): Promise<ClientRow | undefined> =>
  tx.first(lockStatement, { id })

export const listClients = defineList<ClientRow>({
  from: clients,
  select: columns,
  sorts: {
    created_at: { column: clients.createdAt, value: (row) => row.createdAt },
    updated_at: { column: clients.updatedAt, value: (row) => row.updatedAt },
    name: { column: clients.name, value: (row) => row.name },
  },
  filters: {
    name: clients.name,
    domain: clients.domain,
    industry: clients.industry,
    archived: clients.archived,
    updated_at: clients.updatedAt,
    external_id: (_op, name) => hasExternalId('client', clients, name),
  },
})

export function insertClient(tx: TenantTx, row: ClientRow): void {
  tx.defer(query.insert(clients).values({ ...row, tenantId: tx.tenantId }))
}

export function updateClient(tx: TenantTx, row: ClientRow): void {
  tx.defer(
    query
      .update(clients)
      .set(row)
      .where(and(eq(clients.tenantId, tx.tenantId), eq(clients.id, row.id))),
  )
}
