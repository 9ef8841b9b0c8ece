import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const PARSE_STATES = ['queued', 'processing', 'parsed', 'needs_review', 'failed'] as const

export const resumes = pgTable('resumes', {
  ...tenantKey(),
  candidateId: uuid('candidate_id'),
  jobId: uuid('job_id'),
  filename: text('filename').notNull(),
  contentType: text('content_type'),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  isPrimary: boolean('is_primary').notNull(),
  uploadedBy: uuid('uploaded_by'),
  version: integer('version').notNull(),
  deletedAt: time('deleted_at'),
  ...timestamps(),
})

export const resumeParses = pgTable('resume_parses', {
  ...tenantKey(),
  resumeId: uuid('resume_id').notNull(),
  operationId: uuid('operation_id'),
  operationItemId: uuid('operation_item_id'),
  candidateId: uuid('candidate_id'),
  applicationId: uuid('application_id'),
  state: text('state', { enum: PARSE_STATES }).notNull(),
  reasonCodes: text('reason_codes').array().notNull(),
  parserVersion: text('parser_version'),
  language: text('language'),
  pageCount: integer('page_count'),
  parsedData: jsonb('parsed_data').$type<unknown>(),
  provenance: jsonb('provenance').$type<unknown>(),
  text: text('text'),
  edits: jsonb('edits').$type<unknown>(),
  startedAt: time('started_at'),
  finishedAt: time('finished_at'),
  ...timestamps(),
})
