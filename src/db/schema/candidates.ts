import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'
import { STAGE_TYPES } from './jobs.ts'

export const LINK_TYPES = ['linkedin', 'github', 'website', 'other'] as const

interface CandidateLink {
  type: (typeof LINK_TYPES)[number]
  url: string
}

export const candidates = pgTable('candidates', {
  ...tenantKey(),
  firstName: text('first_name'),
  lastName: text('last_name'),
  email: text('email'),
  phone: text('phone'),
  headline: text('headline'),
  company: text('company'),
  location: text('location'),
  links: jsonb('links').$type<CandidateLink[]>().notNull(),
  source: text('source'),
  ownerId: uuid('owner_id'),
  visibleTo: uuid('visible_to').array().notNull(),
  /** Years of experience, in tenths. */
  experienceTenths: integer('experience_tenths'),
  editedSections: text('edited_sections').array().notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const APPLICATION_STATUSES = ['active', 'hired', 'rejected', 'withdrawn'] as const
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number]

/** What was submitted: later edits of the candidate do not change it. */
export interface ApplicationSnapshot {
  first_name: string | null
  last_name: string | null
  email: string | null
  phone: string | null
  headline: string | null
  company: string | null
  location: string | null
  links: CandidateLink[]
}

export const applications = pgTable('applications', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  resumeId: uuid('resume_id'),
  stageId: uuid('stage_id').notNull(),
  stageType: text('stage_type', { enum: STAGE_TYPES }).notNull(),
  stageEnteredAt: time('stage_entered_at').notNull(),
  status: text('status', { enum: APPLICATION_STATUSES }).notNull(),
  statusNote: text('status_note'),
  rejectionReasonId: uuid('rejection_reason_id'),
  hiredAt: time('hired_at'),
  creditedTo: uuid('credited_to'),
  source: text('source'),
  snapshot: jsonb('snapshot').$type<ApplicationSnapshot>().notNull(),
  createdBy: uuid('created_by'),
  appliedAt: time('applied_at').notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})
