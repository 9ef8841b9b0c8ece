import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const candidates = pgTable('candidates', {
  ...tenantKey(),
  firstName: text('first_name'),
  lastName: text('last_name'),
  email: text('email'),
  phone: text('phone'),
  headline: text('headline'),
  company: text('company'),
  location: text('location'),
  links: jsonb('links').$type<{ type: string; url: string }[]>().notNull(),
  source: text('source'),
  ownerId: uuid('owner_id'),
  visibleTo: uuid('visible_to').array().notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const APPLICATION_STATUSES = ['active', 'hired', 'rejected', 'withdrawn'] as const

export const applications = pgTable('applications', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  resumeId: uuid('resume_id'),
  stageId: uuid('stage_id').notNull(),
  status: text('status', { enum: APPLICATION_STATUSES }).notNull(),
  source: text('source'),
  snapshot: jsonb('snapshot').$type<Record<string, unknown>>().notNull(),
  createdBy: uuid('created_by'),
  appliedAt: time('applied_at').notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})
