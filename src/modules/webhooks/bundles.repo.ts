import { sql } from 'drizzle-orm'
import { webhookBundles as bundles } from '#src/db/schema/webhooks.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

/** Deliveries of events to one endpoint that are made together, and due at once. */
export interface NewBundle {
  /** Of two with the same id, only the first is made. */
  id: string
  endpointId: string
  deliveries: { id: string; eventId: string }[]
}

const insertStatement = prepared(
  query
    .insert(bundles)
    .values({
      tenantId: sql.placeholder('tenantId'),
      id: sql.placeholder('id'),
      endpointId: sql.placeholder('endpointId'),
      deliveryIds: sql`${sql.placeholder('deliveryIds')}`,
      eventIds: sql`${sql.placeholder('eventIds')}`,
      size: sql.placeholder('size'),
      createdAt: sql.placeholder('now'),
    })
    .onConflictDoNothing(),
)

export function insertBundle(tx: TenantTx, { id, endpointId, deliveries }: NewBundle): void {
  tx.defer(insertStatement, {
    id,
    endpointId,
    deliveryIds: arrayLiteral(deliveries.map((one) => one.id)),
    eventIds: arrayLiteral(deliveries.map((one) => one.eventId)),
    size: deliveries.length,
    now: tx.now,
  })
}

const BUNDLE = 'tenant_id, id, endpoint_id, delivery_ids, event_ids, created_at'

/** The oldest bundles of the endpoint $2, behind `after`, that together have `limit` deliveries or a few more. */
export const oldestBundles = (limit: string, after = 'true'): string =>
  `(select ${BUNDLE} from (
     select ${BUNDLE}, sum(size) over (order by created_at, id) - size as ahead from (
       select ${BUNDLE}, size from webhook_bundles b where b.tenant_id = $1 and b.endpoint_id = $2 and ${after}
       order by b.created_at, b.id limit ${limit}
     ) oldest
   ) counted where ahead < ${limit})`

/** The deliveries `d` of bundles `b` that have no row yet, with their events `e`. What made a delivery tells it. */
export const UNSETTLED = `cross join lateral unnest(b.delivery_ids, b.event_ids) as d(id, event_id)
   join events e on e.tenant_id = b.tenant_id and e.id = d.event_id
   where not exists (select from webhook_deliveries s where s.tenant_id = b.tenant_id
     and s.event_id = d.event_id and s.endpoint_id = b.endpoint_id and s.cause_id = d.event_id)`

const removeStatement = written(
  `delete from webhook_bundles w using ${oldestBundles('1000')} b
   where w.tenant_id = b.tenant_id and w.id = b.id
     and not exists (select from (values (b.tenant_id)) as one(tenant_id) ${UNSETTLED})`,
  ['tenantId', 'endpointId'],
  {},
)

/** Removes the oldest bundles of an endpoint of whose deliveries none is left: also when the last events are gone. */
export const removeSettledBundles = (tx: TenantTx, endpointId: string): Promise<number> =>
  tx.run(removeStatement, { endpointId })

const ALL = 2 ** 31 - 1

/** As `settleBundles`, of all there are. */
export function failBundles(tx: TenantTx, endpointId: string): void {
  tx.defer(settleStatement, { endpointId, state: 'failed', limit: ALL, now: tx.now })
}

const settleStatement = written<{ bundles: number }>(
  `with gone as (
     delete from webhook_bundles w using ${oldestBundles('$4')} b
     where w.tenant_id = b.tenant_id and w.id = b.id returning b.tenant_id, b.id, b.endpoint_id, b.delivery_ids, b.event_ids, b.created_at
   ), settled as (
     insert into webhook_deliveries
       (tenant_id, id, endpoint_id, event_id, event_type, cause_id, state, created_at, updated_at)
     select b.tenant_id, d.id, b.endpoint_id, d.event_id, e.type, d.event_id, $3, b.created_at, $5
     from gone b ${UNSETTLED}
     on conflict do nothing
   )
   select count(*) from gone`,
  ['tenantId', 'endpointId', 'state', 'limit', 'now'],
  { bundles: Number },
)

/** Takes some `limit` deliveries out of the oldest bundles, into `state`. Resolves to how many bundles that emptied. */
export const settleBundles = async (
  tx: TenantTx,
  endpointId: string,
  { state, limit }: { state: 'paused' | 'failed'; limit: number },
): Promise<number> =>
  (await tx.first(settleStatement, { endpointId, state, limit, now: tx.now }))?.bundles ?? 0
