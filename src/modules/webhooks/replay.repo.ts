import { and, asc, between, count, eq, gte, max, min, sql } from 'drizzle-orm'
import { events } from '#src/db/schema/events.ts'
import { webhookDeliveries as deliveries } from '#src/db/schema/webhooks.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

type Payload = Record<string, unknown>

const payloadStatement = prepared<{ id: string; payload: Payload }>(
  query
    .select({ id: events.id, payload: events.payload })
    .from(events)
    .where(
      and(
        eq(events.tenantId, sql.placeholder('tenantId')),
        sql`${events.id} = any(${sql.placeholder('ids')}::uuid[])`,
      ),
    ),
)

export async function readPayloads(tx: TenantTx, ids: string[]): Promise<Map<string, Payload>> {
  const rows = await tx.all(payloadStatement, { ids: arrayLiteral(ids) })
  return new Map(rows.map(({ id, payload }) => [id, payload]))
}

export interface EventInOrder {
  id: string
  type: string
  resourceId: string
}

const stretchStatement = prepared<EventInOrder>(
  query
    .select({ id: events.id, type: events.type, resourceId: events.resourceId })
    .from(events)
    .where(
      and(
        eq(events.tenantId, sql.placeholder('tenantId')),
        between(events.sequence, sql.placeholder('first'), sql.placeholder('last')),
      ),
    )
    .orderBy(asc(events.sequence)),
)

/** The events of a stretch of the tenant's order. */
export const eventsOf = (tx: TenantTx, stretch: { first: number; last: number }): Promise<EventInOrder[]> =>
  tx.all(stretchStatement, stretch)

const numbered = and(eq(events.tenantId, sql.placeholder('tenantId')), sql`${events.sequence} is not null`)
const spanStatement = prepared<{ first: number | null; last: number | null }>(
  query
    .select({ first: min(events.sequence).mapWith(Number), last: max(events.sequence).mapWith(Number) })
    .from(events)
    .where(numbered),
)

/** The places of the oldest and the newest event there are; undefined when there is none. */
export async function spanOfEvents(tx: TenantTx): Promise<{ first: number; last: number } | undefined> {
  const span = await tx.first(spanStatement)
  if (span?.first == null || span.last == null) return undefined
  return { first: span.first, last: span.last }
}

export interface PastEvent {
  id: string
  type: string
  resourceId: string
  payload: Payload
  /** The first delivery of it to the endpoint. */
  deliveryId: string | null
  delivered: boolean
  /** Whether a delivery of it still has an attempt to come. */
  waiting: boolean
}

const text = (value: string) => value
const bool = (value: string) => value === 't'

const pastStatement = written<PastEvent>(
  `select e.id, e.type, e.resource_id, e.payload, had.first, coalesce(had.delivered, false), coalesce(had.waiting, false) or bundled.event_id is not null
   from events e
   left join (select distinct unnest(event_ids) from webhook_bundles where tenant_id = $1 and endpoint_id = $2)
     as bundled(event_id) on bundled.event_id = e.id
   left join lateral (
     select (array_agg(d.id order by d.created_at, d.id))[1] as first, bool_or(d.state = 'delivered') as delivered,
       bool_or(d.state in ('pending', 'retrying', 'paused')) as waiting
     from webhook_deliveries d where d.tenant_id = $1 and d.event_id = e.id and d.endpoint_id = $2
   ) had on true
   where e.tenant_id = $1 and e.sequence between $3 and $4 and e.occurred_at >= $5 and e.occurred_at < $6
   order by e.sequence`,
  ['tenantId', 'endpointId', 'first', 'last', 'since', 'until'],
  {
    id: text,
    type: text,
    resourceId: text,
    payload: (value) => JSON.parse(value) as Payload,
    deliveryId: text,
    delivered: bool,
    waiting: bool,
  },
)

export interface Window {
  endpointId: string
  first: number
  last: number
  since: Date
  until: Date
}

/** The events of a stretch of the tenant's order that fall into a time, and what an endpoint has had of them. */
export const readPast = (tx: TenantTx, window: Window): Promise<PastEvent[]> =>
  tx.all(pastStatement, { ...window })

const countStatement = prepared<{ deliveries: number }>(
  query
    .select({ deliveries: count() })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.tenantId, sql.placeholder('tenantId')),
        eq(deliveries.endpointId, sql.placeholder('endpointId')),
        gte(deliveries.createdAt, sql`${sql.placeholder('since')}::timestamptz`),
        eq(deliveries.causeId, sql.placeholder('causeId')),
      ),
    ),
)

/** How many deliveries a replay has made. */
export const countReplayed = async (
  tx: TenantTx,
  replay: { endpointId: string; causeId: string; since: Date },
): Promise<number> => (await tx.first(countStatement, replay))?.deliveries ?? 0
