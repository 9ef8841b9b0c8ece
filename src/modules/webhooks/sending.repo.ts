import { and, eq, isNull, lte, or, sql } from 'drizzle-orm'
import {
  type DeliveryAttempt,
  type DeliveryState,
  webhookEndpoints as endpoints,
  type OldSecret,
} from '#src/db/schema/webhooks.ts'
import { prepared, query, readTime, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { LOWEST_ID } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import type { SequencedEvent } from '#src/platform/events/event-message.ts'
import { oldestBundles, UNSETTLED } from './bundles.repo.ts'

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
  dueAt: Date
  /** Absent when it has a row of its own. */
  bundle: OpenBundle | null
}

export interface OpenBundle {
  id: string
  /** How many of its deliveries have no row yet. */
  left: number
}

type FlatParcel = Omit<Parcel, 'bundle' | 'tenantId'> & { bundleId: string | null }

const EVENT = 'e.type, e.sequence, e.occurred_at, e.resource, e.resource_id, e.payload, e.actor, e.request_id'
const text = (value: string) => value

const dueStatement = written<FlatParcel>(
  `(select d.due_at, null::uuid as bundle_id, d.id, d.event_id, d.attempt_count, ${EVENT}
    from webhook_deliveries d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id
    where d.tenant_id = $1 and d.endpoint_id = $2 and d.due_at <= $3 and e.sequence is not null
      and (d.due_at, d.id) > ($4::timestamptz, $5::uuid)
    order by d.due_at, d.id limit $8)
   union all
   select b.created_at, b.id, d.id, d.event_id, 0, ${EVENT}
   from ${oldestBundles('$8', '(b.created_at, b.id) > ($6::timestamptz, $7::uuid)')} b ${UNSETTLED}
   order by due_at, bundle_id, id`,
  ['tenantId', 'endpointId', 'now', 'afterDue', 'afterId', 'afterBundled', 'afterBundle', 'limit'],
  {
    dueAt: readTime,
    bundleId: text,
    id: text,
    eventId: text,
    attemptCount: Number,
    type: text,
    sequence: Number,
    occurredAt: readTime,
    resource: text,
    resourceId: text,
    payload: JSON.parse,
    actor: JSON.parse,
    requestId: text,
  },
)

/** How far a turn has read: the last delivery with a row of its own, and the last one in a bundle. */
export interface ReadSoFar {
  own?: Parcel | undefined
  bundled?: Parcel | undefined
}

/**
 * The deliveries whose time has come, the longest due first: from behind those read so far on, `limit` with a row of
 * their own, and the bundles that have as many between them.
 */
export async function dueParcels(
  tx: TenantTx,
  { endpointId, after, limit }: { endpointId: string; after: ReadSoFar; limit: number },
): Promise<Parcel[]> {
  const rows = await tx.all(dueStatement, {
    endpointId,
    now: tx.now,
    afterDue: after.own?.dueAt ?? '-infinity',
    afterId: after.own?.id ?? LOWEST_ID,
    afterBundled: after.bundled?.dueAt ?? '-infinity',
    afterBundle: after.bundled?.bundle?.id ?? LOWEST_ID,
    limit,
  })
  const opened = new Map<string, OpenBundle>()
  return rows.map(({ bundleId, ...row }) => ({
    ...row,
    tenantId: tx.tenantId,
    bundle: bundleId === null ? null : countIn(opened, bundleId),
  }))
}

function countIn(opened: Map<string, OpenBundle>, id: string): OpenBundle {
  const bundle = opened.get(id) ?? { id, left: 0 }
  opened.set(id, bundle)
  bundle.left += 1
  return bundle
}

const nextDueStatement = written<{ dueAt: Date | null }>(
  `select least(
     (select min(due_at) from webhook_deliveries where tenant_id = $1 and endpoint_id = $2 and due_at is not null),
     (select min(created_at) from webhook_bundles where tenant_id = $1 and endpoint_id = $2))`,
  ['tenantId', 'endpointId'],
  { dueAt: readTime },
)

/** When the next delivery of an endpoint is due; undefined when none waits. */
export const nextDue = async (tx: TenantTx, endpointId: string): Promise<Date | undefined> =>
  (await tx.first(nextDueStatement, { endpointId }))?.dueAt ?? undefined

/** An attempt that was made and what it makes of the delivery. */
export interface Verdict {
  parcel: Parcel
  attempt: DeliveryAttempt
  state: DeliveryState
  dueAt: Date | null
  deliveredAt: Date | null
}

const updateStatement = written(
  `update webhook_deliveries d set state = v.state, attempts = d.attempts || v.attempt, attempt_count = v.attempt_count + 1,
     due_at = v.due_at, delivered_at = v.delivered_at, updated_at = $8
   from unnest($2::uuid[], $3::integer[], $4::jsonb[], $5::text[], $6::timestamptz[], $7::timestamptz[])
     as v(id, attempt_count, attempt, state, due_at, delivered_at)
   where d.tenant_id = $1 and d.id = v.id and d.attempt_count = v.attempt_count and d.state in ('pending', 'retrying')`,
  ['tenantId', 'ids', 'attemptCounts', 'attempts', 'states', 'dueAts', 'deliveredAts', 'now'],
  {},
)

const insertStatement = written(
  `insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, event_type, cause_id, state, attempts,
     attempt_count, due_at, delivered_at, created_at, updated_at)
   select $1, v.id, $9, v.event_id, v.type, v.event_id, v.state, jsonb_build_array(v.attempt),
     1, v.due_at, v.delivered_at, v.created_at, $8
   from unnest($2::uuid[], $3::uuid[], $4::jsonb[], $5::text[], $6::timestamptz[], $7::timestamptz[],
     $10::text[], $11::timestamptz[]) as v(id, event_id, attempt, state, due_at, delivered_at, type, created_at)
   on conflict do nothing`,
  [
    ...['tenantId', 'ids', 'events', 'attempts', 'states', 'dueAts', 'deliveredAts', 'now'],
    ...['endpointId', 'types', 'createdAts'],
  ],
  {},
)

const emptyStatement = written(
  'delete from webhook_bundles where tenant_id = $1 and id = any($2::uuid[])',
  ['tenantId', 'ids'],
  {},
)

/**
 * But for deliveries that another sender has recorded an attempt of, or that are no longer waiting for one. A bundle goes
 * with the verdict on the last of it.
 */
export function saveVerdicts(tx: TenantTx, endpointId: string, verdicts: Verdict[]): void {
  const own = verdicts.filter(({ parcel }) => parcel.bundle === null)
  const bundled = verdicts.filter(({ parcel }) => parcel.bundle !== null)
  if (own.length > 0)
    tx.defer(updateStatement, {
      ...columnsOf(own, tx.now),
      attemptCounts: arrayLiteral(own.map(({ parcel }) => parcel.attemptCount)),
    })
  if (bundled.length === 0) return
  tx.defer(insertStatement, {
    ...columnsOf(bundled, tx.now),
    endpointId,
    events: arrayLiteral(bundled.map(({ parcel }) => parcel.eventId)),
    types: arrayLiteral(bundled.map(({ parcel }) => parcel.type)),
    createdAts: arrayLiteral(bundled.map(({ parcel }) => parcel.dueAt.toISOString())),
  })
  const emptied = bundled.filter(({ parcel: { bundle } }) => bundle && --bundle.left === 0)
  if (emptied.length > 0)
    tx.defer(emptyStatement, { ids: arrayLiteral(emptied.map(({ parcel }) => parcel.bundle?.id)) })
}

function columnsOf(verdicts: Verdict[], now: Date) {
  const column = (value: (verdict: Verdict) => unknown) => arrayLiteral(verdicts.map(value))
  return {
    ids: column(({ parcel }) => parcel.id),
    attempts: column((v) => JSON.stringify(v.attempt)),
    states: column((v) => v.state),
    dueAts: column((v) => v.dueAt?.toISOString() ?? null),
    deliveredAts: column((v) => v.deliveredAt?.toISOString() ?? null),
    now,
  }
}
