import { bigint, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'
import type { Actor } from './events.ts'

export const ATTACHMENT_TYPES = [
  'cover_letter',
  'portfolio',
  'work_sample',
  'certificate',
  'transcript',
  'reference',
  'other',
] as const

export const attachments = pgTable('attachments', {
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  type: text('type', { enum: ATTACHMENT_TYPES }).notNull(),
  filename: text('filename').notNull(),
  description: text('description'),
  contentType: text('content_type').notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  uploadedBy: uuid('uploaded_by'),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const FILE_KINDS = ['resume', 'attachment'] as const

export const fileAccesses = pgTable('file_accesses', {
  ...tenantKey(),
  kind: text('kind', { enum: FILE_KINDS }).notNull(),
  fileId: uuid('file_id').notNull(),
  candidateId: uuid('candidate_id'),
  actor: jsonb('actor').$type<Actor>().notNull(),
  ip: text('ip').notNull(),
  requestId: uuid('request_id').notNull(),
  expiresAt: time('expires_at').notNull(),
  occurredAt: time('occurred_at').notNull(),
})
