import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { events } from '#src/db/schema/events.ts'
import {
  webhookDeliveries as deliveries,
  webhookEndpoints as endpoints,
  webhookDeliveryLog as log,
} from '#src/db/schema/webhooks.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { SequencedEvent } from '#src/platform/events/event-message.ts'
import { failBundles } from './bundles.repo.ts'

export type DeliveryRow = Omit<typeof deliveries.$inferSelect, 'tenantId' | 'causeId'>

const columns = {
  id: log.id,
  endpointId: log.endpointId,
  eventId: log.eventId,
  eventType: log.eventType,
  state: log.state,
  attempts: log.attempts,
  attemptCount: log.attemptCount,
  dueAt: log.dueAt,
  deliveredAt: log.deliveredAt,
  replayOf: log.replayOf,
  createdAt: log.createdAt,
  updatedAt: log.updatedAt,
}

/** Condition: `endpoint`, always given. */
export const listDeliveries = defineList<DeliveryRow>({
  from: log,
  select: columns,
  sorts: { created_at: { column: log.createdAt, value: (row) => row.createdAt } },
  filters: {
    state: log.state,
    event_type: log.eventType,
    created_at: log.createdAt,
    updated_at: log.updatedAt,
  },
  conditions: { endpoint: eq(log.endpointId, sql.placeholder('endpointId')) },
})

/** A delivery with its event. */
export type DeliveryOfEvent = DeliveryRow & { event: SequencedEvent }

type FlatDelivery = DeliveryRow &
  Omit<SequencedEvent, 'id' | 'sequence'> & { eventId: string; sequence: number | null }

const findStatement = prepared<FlatDelivery>(
  query
    .select({
      ...columns,
      type: events.type,
      sequence: sql`${events.sequence}`.mapWith(Number),
      occurredAt: events.occurredAt,
      tenantId: events.tenantId,
      resource: events.resource,
      resourceId: events.resourceId,
      payload: events.payload,
      actor: events.actor,
      requestId: events.requestId,
    })
    .from(log)
    .innerJoin(events, and(eq(events.tenantId, log.tenantId), eq(events.id, log.eventId)))
    .innerJoin(
      endpoints,
      and(
        eq(endpoints.tenantId, log.tenantId),
        eq(endpoints.id, log.endpointId),
        isNull(endpoints.deletedAt),
      ),
    )
    .where(and(eq(log.tenantId, sql.placeholder('tenantId')), eq(log.id, sql.placeholder('id')))),
)

/** Undefined also when its endpoint is gone. */
export async function findDelivery(tx: TenantTx, id: string): Promise<DeliveryOfEvent | undefined> {
  const row = await tx.first(findStatement, { id })
  // An event that the relay has yet to place has no place that could be shown.
  return row && { ...row, event: { ...row, id: row.eventId, sequence: row.sequence ?? 0 } }
}

export interface NewDelivery {
  id: string
  endpointId: string
  eventId: string
  eventType: string
  /** There is one delivery of an event to an endpoint for each cause: the event, a replay, or the delivery itself. */
  causeId: string
  replayOf: string | null
}

const insertStatement = written(
  `insert into webhook_deliveries
     (tenant_id, id, endpoint_id, event_id, event_type, cause_id, replay_of, state, due_at, created_at, updated_at)
   select $1, v.id, v.endpoint_id, v.event_id, v.event_type, v.cause_id, v.replay_of, 'pending', $8, $8, $8
   from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[])
     as v(id, endpoint_id, event_id, event_type, cause_id, replay_of)
   on conflict (tenant_id, event_id, endpoint_id, cause_id) do nothing`,
  ['tenantId', 'ids', 'endpoints', 'events', 'types', 'causes', 'replays', 'now'],
  {},
)

/** Adds deliveries that are due now, but for those there are. */
export function insertDeliveries(tx: TenantTx, wanted: NewDelivery[]): void {
  const column = (value: (delivery: NewDelivery) => unknown) => arrayLiteral(wanted.map(value))
  tx.defer(insertStatement, {
    ids: column((one) => one.id),
    endpoints: column((one) => one.endpointId),
    events: column((one) => one.eventId),
    types: column((one) => one.eventType),
    causes: column((one) => one.causeId),
    replays: column((one) => one.replayOf),
    now: tx.now,
  })
}

/** As `insertDeliveries`, for one that is shown. */
export function insertDelivery(tx: TenantTx, delivery: NewDelivery): DeliveryRow {
  insertDeliveries(tx, [delivery])
  const { id, endpointId, eventId, eventType, replayOf } = delivery
  const settled = { attempts: [], attemptCount: 0, deliveredAt: null }
  const times = { dueAt: tx.now, createdAt: tx.now, updatedAt: tx.now }
  return { id, endpointId, eventId, eventType, replayOf, state: 'pending', ...settled, ...times }
}

const UNSETTLED = ['pending', 'retrying'] as const

/** Ends what an endpoint was still to get. */
export function failDeliveriesOf(tx: TenantTx, endpointId: string): void {
  failBundles(tx, endpointId)
  tx.defer(
    query
      .update(deliveries)
      .set({ state: 'failed', dueAt: null, updatedAt: tx.now })
      .where(
        and(
          eq(deliveries.tenantId, tx.tenantId),
          eq(deliveries.endpointId, endpointId),
          inArray(deliveries.state, [...UNSETTLED, 'paused']),
        ),
      ),
  )
}

const waitingStatement = prepared<{ id: string }>(
  query
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.tenantId, sql.placeholder('tenantId')),
        eq(deliveries.endpointId, sql.placeholder('endpointId')),
        sql`${deliveries.dueAt} is not null`,
      ),
    )
    .limit(sql.placeholder('limit')),
)

/** Takes at most `limit` deliveries out of the waiting ones, into `state`. Resolves to how many. */
export async function holdWaiting(
  tx: TenantTx,
  endpointId: string,
  { state, limit }: { state: 'paused' | 'failed'; limit: number },
): Promise<number> {
  const ids = (await tx.all(waitingStatement, { endpointId, limit })).map(({ id }) => id)
  tx.defer(changeAll(tx, ids, { state, dueAt: null, updatedAt: tx.now }))
  return ids.length
}

const pausedStatement = prepared<{ id: string }>(
  query
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.tenantId, sql.placeholder('tenantId')),
        eq(deliveries.endpointId, sql.placeholder('endpointId')),
        eq(deliveries.state, sql`'paused'`),
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(sql.placeholder('limit')),
)

/** Makes paused deliveries due, the oldest first, at most `limit`. Resolves to how many. */
export async function resumePaused(tx: TenantTx, endpointId: string, limit: number): Promise<number> {
  const ids = (await tx.all(pausedStatement, { endpointId, limit })).map(({ id }) => id)
  tx.defer(changeAll(tx, ids, { state: 'pending', dueAt: tx.now, updatedAt: tx.now }))
  return ids.length
}

const changeAll = (tx: TenantTx, ids: string[], change: Partial<DeliveryRow>) =>
  query
    .update(deliveries)
    .set(change)
    .where(
      and(eq(deliveries.tenantId, tx.tenantId), sql`${deliveries.id} = any(${arrayLiteral(ids)}::uuid[])`),
    )
