import { bigint, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './columns.ts'
import type { Actor } from './events.ts'

export const candidateActivities = pgTable('candidate_activities', {
  tenantId: uuid('tenant_id').notNull(),
  /** The event it was told by: a fact has one activity. */
  id: uuid('event_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  type: text('type').notNull(),
  resource: text('resource').notNull(),
  resourceId: uuid('resource_id').notNull(),
  noteId: uuid('note_id'),
  actorType: text('actor_type').$type<Actor['type']>().notNull(),
  actorId: uuid('actor_id'),
  details: jsonb('details').$type<Record<string, unknown>>().notNull(),
  occurredAt: time('occurred_at').notNull(),
})
