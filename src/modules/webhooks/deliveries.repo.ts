import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { events } from '#src/db/schema/events.ts'
import {
  type DeliveryAttempt,
  type DeliveryState,
  webhookDeliveries as deliveries,
  type EndpointStatus,
  webhookEndpoints as endpoints,
} from '#src/db/schema/webhooks.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { SequencedEvent } from '#src/platform/events/event-message.ts'

export type DeliveryRow = Omit<typeof deliveries.$inferSelect, 'tenantId'>

/** Condition: `endpoint`, always given. */
export const listDeliveries = defineList<DeliveryRow>({
  from: deliveries,
  select: {
    id: deliveries.id,
    endpointId: deliveries.endpointId,
    eventId: deliveries.eventId,
    eventType: deliveries.eventType,
    state: deliveries.state,
    attempts: deliveries.attempts,
    attemptCount: deliveries.attemptCount,
    nextRetryAt: deliveries.nextRetryAt,
    deliveredAt: deliveries.deliveredAt,
    replayOf: deliveries.replayOf,
    createdAt: deliveries.createdAt,
    updatedAt: deliveries.updatedAt,
  },
  sorts: { created_at: { column: deliveries.createdAt, value: (row) => row.createdAt } },
  filters: {
    state: deliveries.state,
    event_type: deliveries.eventType,
    created_at: deliveries.createdAt,
    updated_at: deliveries.updatedAt,
  },
  conditions: { endpoint: eq(deliveries.endpointId, sql.placeholder('endpointId')) },
})

interface NewDelivery {
  id: string
  endpointId: string
  eventId: string
  eventType: string
}

const blankDelivery = (tx: TenantTx, delivery: NewDelivery): DeliveryRow => ({
  ...delivery,
  state: 'pending',
  attempts: [],
  attemptCount: 0,
  nextRetryAt: null,
  deliveredAt: null,
  replayOf: null,
  createdAt: tx.now,
  updatedAt: tx.now,
})

export function insertDelivery(tx: TenantTx, delivery: NewDelivery): DeliveryRow {
  const row = blankDelivery(tx, delivery)
  tx.defer(query.insert(deliveries).values({ ...row, tenantId: tx.tenantId }))
  return row
}

/** An event has one delivery an endpoint, beside replays. Returns the ids of those that did not exist yet. */
export async function insertMissingDeliveries(tx: TenantTx, wanted: NewDelivery[]): Promise<string[]> {
  const made = await tx.all(
    query
      .insert(deliveries)
      .values(wanted.map((delivery) => ({ ...blankDelivery(tx, delivery), tenantId: tx.tenantId })))
      .onConflictDoNothing({
        target: [deliveries.tenantId, deliveries.endpointId, deliveries.eventId],
        where: sql`replay_of is null`,
      })
      .returning({ id: deliveries.id }),
  )
  return made.map(({ id }) => id)
}

/** A delivery with all that sending it takes. */
export interface Parcel extends Omit<SequencedEvent, 'id'> {
  id: string
  eventId: string
  state: DeliveryState
  attempts: DeliveryAttempt[]
  attemptCount: number
  nextRetryAt: Date | null
  endpointId: string
  endpointStatus: EndpointStatus
  endpointDeletedAt: Date | null
  url: string
  secretSealed: string
  headersSealed: string
  maxAttempts: number
}

const parcelStatement = prepared<Parcel>(
  query
    .select({
      id: deliveries.id,
      eventId: deliveries.eventId,
      state: deliveries.state,
      attempts: deliveries.attempts,
      attemptCount: deliveries.attemptCount,
      nextRetryAt: deliveries.nextRetryAt,
      endpointId: deliveries.endpointId,
      endpointStatus: endpoints.status,
      endpointDeletedAt: endpoints.deletedAt,
      url: endpoints.url,
      secretSealed: endpoints.secretSealed,
      headersSealed: endpoints.headersSealed,
      maxAttempts: endpoints.maxAttempts,
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
    .from(deliveries)
    .innerJoin(
      endpoints,
      and(eq(endpoints.tenantId, deliveries.tenantId), eq(endpoints.id, deliveries.endpointId)),
    )
    .innerJoin(events, and(eq(events.tenantId, deliveries.tenantId), eq(events.id, deliveries.eventId)))
    .where(
      and(eq(deliveries.tenantId, sql.placeholder('tenantId')), eq(deliveries.id, sql.placeholder('id'))),
    ),
)

export const findParcel = (tx: TenantTx, id: string): Promise<Parcel | undefined> =>
  tx.first(parcelStatement, { id })

const UNSETTLED = ['pending', 'retrying'] as const

export const isUnsettled = ({ state }: Parcel): boolean => UNSETTLED.some((unsettled) => unsettled === state)

export type DeliveryChange = Partial<Omit<DeliveryRow, 'id'>>

/** Changes a delivery if it still is as `parcel` shows it; false when another run of its task was faster. */
export async function changeDelivery(tx: TenantTx, parcel: Parcel, change: DeliveryChange): Promise<boolean> {
  const unchanged = and(
    eq(deliveries.tenantId, tx.tenantId),
    eq(deliveries.id, parcel.id),
    eq(deliveries.attemptCount, parcel.attemptCount),
    inArray(deliveries.state, UNSETTLED),
  )
  const touched = await tx.run(
    query
      .update(deliveries)
      .set({ ...change, updatedAt: tx.now })
      .where(unchanged),
  )
  return touched === 1
}

/** Ends what an endpoint that is no more was still to get. */
export function failDeliveriesOf(tx: TenantTx, endpointId: string): void {
  tx.defer(
    query
      .update(deliveries)
      .set({ state: 'failed', nextRetryAt: null, updatedAt: tx.now })
      .where(
        and(
          eq(deliveries.tenantId, tx.tenantId),
          eq(deliveries.endpointId, endpointId),
          inArray(deliveries.state, [...UNSETTLED, 'paused']),
        ),
      ),
  )
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

/** Makes paused deliveries pending, the oldest first, at most `limit`. Returns their ids. */
export async function resumePaused(tx: TenantTx, endpointId: string, limit: number): Promise<string[]> {
  const ids = (await tx.all(pausedStatement, { endpointId, limit })).map(({ id }) => id)
  tx.defer(
    query
      .update(deliveries)
      .set({ state: 'pending', updatedAt: tx.now })
      .where(
        and(eq(deliveries.tenantId, tx.tenantId), sql`${deliveries.id} = any(${arrayLiteral(ids)}::uuid[])`),
      ),
  )
  return ids
}
