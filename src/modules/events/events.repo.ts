import { isNotNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { candidates } from '#src/db/schema/candidates.ts'
import { events } from '#src/db/schema/events.ts'
import type { Visibility } from '#src/db/tx.ts'
import type { SequencedEvent } from '#src/platform/events/event-message.ts'

/** The candidate an event is about, itself or through what hangs off it. */
const candidateId = sql`case when ${events.resource} = 'candidate' then ${events.resourceId}
  else (${events.payload} ->> 'candidate_id')::uuid end`

/** Condition: `visible`, see `sightOf`. */
export const listEvents = defineList<SequencedEvent>({
  from: events,
  select: {
    id: events.id,
    type: events.type,
    sequence: events.sequence,
    occurredAt: events.occurredAt,
    tenantId: events.tenantId,
    resource: events.resource,
    resourceId: events.resourceId,
    payload: events.payload,
    actor: events.actor,
    requestId: events.requestId,
  },
  sorts: { sequence: { column: events.sequence, value: (row) => String(row.sequence) } },
  filters: {
    type: events.type,
    resource: events.resource,
    resource_id: events.resourceId,
    sequence: events.sequence,
    occurred_at: events.occurredAt,
    updated_at: events.occurredAt,
  },
  where: isNotNull(events.sequence),
  conditions: {
    visible: sql`(${candidateId} is null or exists (select from ${candidates}
      where ${candidates.tenantId} = ${events.tenantId} and ${candidates.id} = ${candidateId}))`,
  },
})

/** Leaves out the events about candidates that the transaction's actor does not see. */
export const sightOf = (visibility: Visibility): Record<string, Record<string, unknown>> =>
  visibility === 'owner' ? { visible: {} } : {}
