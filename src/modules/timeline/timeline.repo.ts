import { eq, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import type { Actor } from '#src/db/schema/events.ts'
import { candidateActivities as activities } from '#src/db/schema/timeline.ts'
import { written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { shownNote } from '#src/modules/notes/index.ts'

// One statement: what happened and where it belongs are read from the event itself. A fact about a note names it.
const recordStatement = written(
  `insert into candidate_activities
     (tenant_id, event_id, candidate_id, sequence, type, resource, resource_id, note_id, actor_type, actor_id, details, occurred_at)
   select e.tenant_id, e.id, c.id, e.sequence, e.type, e.resource, e.resource_id, (e.payload ->> 'note_id')::uuid,
     e.actor ->> 'type', (e.actor ->> 'id')::uuid, e.payload - 'candidate_id' - 'version', e.occurred_at
   from unnest($2::uuid[]) as told(id)
   join events e on e.tenant_id = $1::uuid and e.id = told.id
   join candidates c on c.tenant_id = e.tenant_id
     and c.id = case when e.resource = 'candidate' then e.resource_id else (e.payload ->> 'candidate_id')::uuid end
   on conflict do nothing`,
  ['tenantId', 'eventIds'],
  {},
)

/** Writes down what events tell of candidates; of one event once, however often this runs. */
export function recordActivities(tx: TenantTx, eventIds: string[]): void {
  tx.defer(recordStatement, { eventIds: arrayLiteral(eventIds) })
}

export interface ActivityRow {
  id: string
  sequence: number
  type: string
  resource: string
  resourceId: string
  actorType: Actor['type']
  actorId: string | null
  actorName: string | null
  details: Record<string, unknown>
  occurredAt: Date
}

// The tables by their names: of a column, Drizzle writes no more than its own in what a list selects.
const actorName = sql<string | null>`case candidate_activities.actor_type
  when 'user' then (select m.full_name from memberships m
    where m.tenant_id = candidate_activities.tenant_id and m.user_id = candidate_activities.actor_id)
  when 'api_key' then (select k.name from api_keys k
    where k.tenant_id = candidate_activities.tenant_id and k.id = candidate_activities.actor_id) end`

/**
 * Conditions: `candidate`, always given, of one that the person was found to see; `shown` with a `NoteSight` leaves out
 * the facts about notes that are not for them, `noNotes` all of those.
 */
export const listActivities = defineList<ActivityRow>({
  from: activities,
  select: {
    id: activities.id,
    sequence: activities.sequence,
    type: activities.type,
    resource: activities.resource,
    resourceId: activities.resourceId,
    actorType: activities.actorType,
    actorId: activities.actorId,
    actorName: actorName.as('actor_name'),
    details: activities.details,
    occurredAt: activities.occurredAt,
  },
  sorts: { sequence: { column: activities.sequence, value: (row) => row.sequence } },
  filters: { type: activities.type, updated_at: activities.occurredAt },
  conditions: {
    candidate: eq(activities.candidateId, sql.placeholder('candidateId')),
    shown: sql`(${activities.noteId} is null or ${shownNote(activities.tenantId, activities.noteId)})`,
    noNotes: isNull(activities.noteId),
  },
})
