import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const NOTE_VISIBILITIES = ['admin_only', 'private', 'public'] as const
export type NoteVisibility = (typeof NOTE_VISIBILITIES)[number]

export const candidateNotes = pgTable('candidate_notes', {
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  body: text('body').notNull(),
  visibility: text('visibility', { enum: NOTE_VISIBILITIES }).notNull(),
  mentioned: uuid('mentioned').array().notNull(),
  authorId: uuid('author_id').notNull(),
  editedAt: time('edited_at'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})
