import { eq, sql } from 'drizzle-orm'
import { type Actor, eventCounters, events } from '#src/db/schema/events.ts'
import { prepared, query, type RowInsert, written } from '#src/db/statement.ts'
import type { TenantTx, Tx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'

type EventRow = Omit<typeof events.$inferInsert, 'place' | 'sequence' | 'relayedAt'>

// The rows of one statement take their places in their order.
const insert: RowInsert<EventRow> = {
  one: prepared(
    query.insert(events).values({
      tenantId: sql.placeholder('tenantId'),
      id: sql.placeholder('id'),
      type: sql.placeholder('type'),
      resource: sql.placeholder('resource'),
      resourceId: sql.placeholder('resourceId'),
      payload: sql.placeholder('payload'),
      actor: sql.placeholder('actor'),
      requestId: sql.placeholder('requestId'),
      occurredAt: sql.placeholder('occurredAt'),
    }),
  ),
  many: written(
    `insert into events (tenant_id, id, type, resource, resource_id, payload, actor, request_id, occurred_at)
     select t.tenant_id, t.id, t.type, t.resource, t.resource_id, t.payload, t.actor, t.request_id, t.occurred_at
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::jsonb[], $7::jsonb[], $8::uuid[], $9::timestamptz[])
       as t(tenant_id, id, type, resource, resource_id, payload, actor, request_id, occurred_at)`,
    ['tenants', 'ids', 'types', 'resources', 'resourceIds', 'payloads', 'actors', 'requests', 'times'],
    {},
  ),
  args: (rows) => {
    const column = (value: (row: EventRow) => unknown) => arrayLiteral(rows.map(value))
    return {
      tenants: column((row) => row.tenantId),
      ids: column((row) => row.id),
      types: column((row) => row.type),
      resources: column((row) => row.resource),
      resourceIds: column((row) => row.resourceId),
      payloads: column((row) => JSON.stringify(row.payload)),
      actors: column((row) => JSON.stringify(row.actor)),
      requests: column((row) => row.requestId),
      times: column((row) => row.occurredAt.toISOString()),
    }
  },
}

export interface NewEvent {
  tenantId: string
  definition: { type: string; resource: string }
  resourceId: string
  payload: Record<string, unknown>
  actor: Actor
  requestId: string
}

/** Returns the event's id. */
export function insertEvent(tx: Tx, { definition: { type, resource }, ...event }: NewEvent): string {
  const id = newId()
  tx.deferRow(insert, { ...event, type, resource, id, occurredAt: tx.now })
  return id
}

/** How far a tenant's order goes, and up to which place its events are no longer kept. */
export interface EventOrder {
  last: number
  prunedThrough: number
}

const orderStatement = prepared<EventOrder>(
  query
    .select({ last: eventCounters.lastSequence, prunedThrough: eventCounters.prunedThrough })
    .from(eventCounters)
    .where(eq(eventCounters.tenantId, sql.placeholder('tenantId'))),
)

/** Who sees a place sees all events up to it: the relay counts and commits one batch at a time. */
export const findEventOrder = async (tx: TenantTx): Promise<EventOrder> =>
  (await tx.first(orderStatement)) ?? { last: 0, prunedThrough: 0 }
