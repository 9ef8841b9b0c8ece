import { and, count, eq, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { type EventFilter, webhookEndpoints as endpoints } from '#src/db/schema/webhooks.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type EndpointRow = Omit<
  typeof endpoints.$inferSelect,
  'tenantId' | 'secretSealed' | 'oldSecrets' | 'headersSealed' | 'deletedAt'
>

const columns = {
  id: endpoints.id,
  url: endpoints.url,
  description: endpoints.description,
  events: endpoints.events,
  filter: endpoints.filter,
  headerNames: endpoints.headerNames,
  status: endpoints.status,
  statusReason: endpoints.statusReason,
  maxAttempts: endpoints.maxAttempts,
  firstFailingAt: endpoints.firstFailingAt,
  failureCount: endpoints.failureCount,
  lastSuccessAt: endpoints.lastSuccessAt,
  lastFailureAt: endpoints.lastFailureAt,
  sender: endpoints.sender,
  sendingUntil: endpoints.sendingUntil,
  createdBy: endpoints.createdBy,
  version: endpoints.version,
  createdAt: endpoints.createdAt,
  updatedAt: endpoints.updatedAt,
}

const living = and(eq(endpoints.tenantId, sql.placeholder('tenantId')), isNull(endpoints.deletedAt))
const byId = and(living, eq(endpoints.id, sql.placeholder('id')))

const findStatement = prepared<EndpointRow>(query.select(columns).from(endpoints).where(byId))
const lockStatement = prepared<EndpointRow>(query.select(columns).from(endpoints).where(byId).for('update'))

export const findEndpoint = (tx: TenantTx, id: string): Promise<EndpointRow | undefined> =>
  tx.first(findStatement, { id })

/** As `findEndpoint`, making other writers of the endpoint wait for this transaction. */
export const lockEndpoint = (tx: TenantTx, id: string): Promise<EndpointRow | undefined> =>
  tx.first(lockStatement, { id })

export const listEndpoints = defineList<EndpointRow>({
  from: endpoints,
  select: columns,
  sorts: {
    created_at: { column: endpoints.createdAt, value: (row) => row.createdAt },
    updated_at: { column: endpoints.updatedAt, value: (row) => row.updatedAt },
  },
  filters: { status: endpoints.status, updated_at: endpoints.updatedAt },
  where: isNull(endpoints.deletedAt),
})

const turnStatement = written(
  "select from pg_advisory_xact_lock(hashtextextended('webhook_endpoints:' || $1::text, 0))",
  ['tenantId'],
  {},
)
const countStatement = prepared<{ endpoints: number }>(
  query.select({ endpoints: count() }).from(endpoints).where(living),
)

/** How many endpoints there are. Others who count wait for this transaction, so that two do not make the last one. */
export async function countEndpointsInTurn(tx: TenantTx): Promise<number> {
  await tx.run(turnStatement)
  return (await tx.first(countStatement))?.endpoints ?? 0
}

export interface Recipient {
  id: string
  events: string[]
  filter: EventFilter | null
  /** Bundles that wait for it. */
  bundles: number
}

const recipientStatement = prepared<Recipient>(
  query
    .select({
      id: endpoints.id,
      events: endpoints.events,
      filter: endpoints.filter,
      bundles: sql`(select count(*) from webhook_bundles b
        where b.tenant_id = webhook_endpoints.tenant_id and b.endpoint_id = webhook_endpoints.id)`.mapWith(
        Number,
      ),
    })
    .from(endpoints)
    .where(and(living, eq(endpoints.status, sql`'active'`))),
)

/** Who gets events at present. */
export const listRecipients = (tx: TenantTx): Promise<Recipient[]> => tx.all(recipientStatement)

const secretsStatement = prepared<SealedSecrets>(
  query
    .select({ secretSealed: endpoints.secretSealed, oldSecrets: endpoints.oldSecrets })
    .from(endpoints)
    .where(byId),
)

export type SealedSecrets = Pick<typeof endpoints.$inferSelect, 'secretSealed' | 'oldSecrets'>

export const readSecrets = (tx: TenantTx, id: string): Promise<SealedSecrets | undefined> =>
  tx.first(secretsStatement, { id })

type SealedColumns = SealedSecrets & Pick<typeof endpoints.$inferSelect, 'headersSealed'>

export function insertEndpoint(tx: TenantTx, row: EndpointRow & SealedColumns): void {
  tx.defer(query.insert(endpoints).values({ ...row, tenantId: tx.tenantId }))
}

export function updateEndpoint(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof endpoints.$inferInsert>,
): void {
  tx.defer(
    query
      .update(endpoints)
      .set(changes)
      .where(and(eq(endpoints.tenantId, tx.tenantId), eq(endpoints.id, id))),
  )
}
