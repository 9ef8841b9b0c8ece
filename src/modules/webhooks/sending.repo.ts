import { and, eq, isNotNull, isNull, lte, min, or, sql } from 'drizzle-orm'
import { events } from '#src/db/schema/events.ts'
import {
  type DeliveryAttempt,
  type DeliveryState,
  webhookDeliveries as deliveries,
  webhookEndpoints as endpoints,
  type OldSecret,
} from '#src/db/schema/webhooks.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { LOWEST_ID } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { SequencedEvent } from '#src/platform/events/event-message.ts'

/** How an endpoint has been doing. */
export interface Health {
  firstFailingAt: Date | null
  failureCount: number
  lastSuccessAt: Date | null
  lastFailureAt: Date | null
}

/** What a sender has to know of an endpoint. */
export interface LeasedEndpoint extends Health {
  id: string
  url: string
  secretSealed: string
  oldSecrets: OldSecret[]
  headersSealed: string
  maxAttempts: number
}

const ofTenant = eq(endpoints.tenantId, sql.placeholder('tenantId'))
const own = and(ofTenant, eq(endpoints.id, sql.placeholder('endpointId')))
const now = sql`${sql.placeholder('now')}::timestamptz`

const leaseStatement = prepared<LeasedEndpoint>(
  query
    .update(endpoints)
    .set({
      sender: sql`${sql.placeholder('sender')}::uuid`,
      sendingUntil: sql`${sql.placeholder('until')}::timestamptz`,
    })
    .where(
      and(
        own,
        isNull(endpoints.deletedAt),
        eq(endpoints.status, sql`'active'`),
        or(
          isNull(endpoints.sendingUntil),
          lte(endpoints.sendingUntil, now),
          eq(endpoints.sender, sql.placeholder('sender')),
        ),
      ),
    )
    .returning({
      id: endpoints.id,
      url: endpoints.url,
      secretSealed: endpoints.secretSealed,
      oldSecrets: endpoints.oldSecrets,
      headersSealed: endpoints.headersSealed,
      maxAttempts: endpoints.maxAttempts,
      firstFailingAt: endpoints.firstFailingAt,
      failureCount: endpoints.failureCount,
      lastSuccessAt: endpoints.lastSuccessAt,
      lastFailureAt: endpoints.lastFailureAt,
    }),
)

/** Makes `sender` the endpoint's only one for a while; undefined when another one is, or nobody may be. */
export const leaseEndpoint = (
  tx: TenantTx,
  lease: { endpointId: string; sender: string; until: Date },
): Promise<LeasedEndpoint | undefined> => tx.first(leaseStatement, { ...lease, now: tx.now })

const releaseStatement = prepared(
  query
    .update(endpoints)
    .set({ sender: null, sendingUntil: null })
    .where(and(own, eq(endpoints.sender, sql.placeholder('sender')))),
)

export function releaseEndpoint(tx: TenantTx, lease: { endpointId: string; sender: string }): void {
  tx.defer(releaseStatement, lease)
}

/** A delivery with the event it carries. */
export interface Parcel extends Omit<SequencedEvent, 'id'> {
  id: string
  eventId: string
  attemptCount: number
  dueAt: Date | null
}

const dueStatement = prepared<Parcel>(
  query
    .select({
      id: deliveries.id,
      eventId: deliveries.eventId,
      attemptCount: deliveries.attemptCount,
      dueAt: deliveries.dueAt,
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
    .innerJoin(events, and(eq(events.tenantId, deliveries.tenantId), eq(events.id, deliveries.eventId)))
    .where(
      and(
        eq(deliveries.tenantId, sql.placeholder('tenantId')),
        eq(deliveries.endpointId, sql.placeholder('endpointId')),
        lte(deliveries.dueAt, now),
        sql`(${deliveries.dueAt}, ${deliveries.id}) > (${sql.placeholder('afterDue')}::timestamptz, ${sql.placeholder('afterId')}::uuid)`,
        sql`${events.sequence} is not null`,
      ),
    )
    .orderBy(deliveries.dueAt, deliveries.id)
    .limit(sql.placeholder('limit')),
)

/** The deliveries whose time has come, the longest due first, from behind `after` on. */
export const dueParcels = (
  tx: TenantTx,
  { endpointId, after, limit }: { endpointId: string; after: Parcel | undefined; limit: number },
): Promise<Parcel[]> =>
  tx.all(dueStatement, {
    endpointId,
    afterDue: after?.dueAt ?? '-infinity',
    afterId: after?.id ?? LOWEST_ID,
    limit,
    now: tx.now,
  })

const nextDueStatement = prepared<{ dueAt: Date | null }>(
  query
    .select({ dueAt: min(deliveries.dueAt) })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.tenantId, sql.placeholder('tenantId')),
        eq(deliveries.endpointId, sql.placeholder('endpointId')),
        isNotNull(deliveries.dueAt),
      ),
    ),
)

/** When the next delivery of an endpoint is due; undefined when none waits. */
export const nextDue = async (tx: TenantTx, endpointId: string): Promise<Date | undefined> =>
  (await tx.first(nextDueStatement, { endpointId }))?.dueAt ?? undefined

/** An attempt that was made and what it makes of the delivery. */
export interface Verdict {
  deliveryId: string
  /** Before this one. */
  attemptCount: number
  attempt: DeliveryAttempt
  state: DeliveryState
  dueAt: Date | null
  deliveredAt: Date | null
}

const verdictStatement = written(
  `update webhook_deliveries d set state = v.state, attempts = d.attempts || v.attempt, attempt_count = v.attempt_count + 1,
     due_at = v.due_at, delivered_at = v.delivered_at, updated_at = $8
   from unnest($2::uuid[], $3::integer[], $4::jsonb[], $5::text[], $6::timestamptz[], $7::timestamptz[])
     as v(id, attempt_count, attempt, state, due_at, delivered_at)
   where d.tenant_id = $1 and d.id = v.id and d.attempt_count = v.attempt_count and d.state in ('pending', 'retrying')`,
  ['tenantId', 'ids', 'attemptCounts', 'attempts', 'states', 'dueAts', 'deliveredAts', 'now'],
  {},
)

/** But for deliveries that another sender has recorded an attempt of, or that are no longer waiting for one. */
export function saveVerdicts(tx: TenantTx, verdicts: Verdict[]): void {
  const column = (value: (verdict: Verdict) => unknown) => arrayLiteral(verdicts.map(value))
  tx.defer(verdictStatement, {
    ids: column((v) => v.deliveryId),
    attemptCounts: column((v) => v.attemptCount),
    attempts: column((v) => JSON.stringify(v.attempt)),
    states: column((v) => v.state),
    dueAts: column((v) => v.dueAt?.toISOString() ?? null),
    deliveredAts: column((v) => v.deliveredAt?.toISOString() ?? null),
    now: tx.now,
  })
}
