import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time } from './columns.ts'

export const NOTIFICATION_TYPES = ['note_mention'] as const

export const notifications = pgTable('notifications', {
  ...tenantKey(),
  userId: uuid('user_id').notNull(),
  type: text('type', { enum: NOTIFICATION_TYPES }).notNull(),
  candidateId: uuid('candidate_id').notNull(),
  noteId: uuid('note_id').notNull(),
  eventId: uuid('event_id').notNull(),
  readAt: time('read_at'),
  createdAt: time('created_at').notNull(),
})
