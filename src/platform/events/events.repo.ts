import { eq, sql } from 'drizzle-orm'
import { type Actor, eventCounters, events } from '#src/db/schema/events.ts'
import { prepared, query, type RowInsert } from '#src/db/statement.ts'
import type { TenantTx, Tx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'

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
  many: (rows) => query.insert(events).values(rows),
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
