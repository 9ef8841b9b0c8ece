import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'
import type { Actor } from './events.ts'

export const JOB_STATUSES = ['draft', 'pending_approval', 'open', 'paused', 'closed', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]
export const LOCATION_TYPES = ['remote', 'hybrid', 'onsite'] as const
export const EMPLOYMENT_TYPES = ['full_time', 'part_time', 'contract', 'internship'] as const
export const EDUCATION_LEVELS = ['high_school', 'associate', 'bachelor', 'master', 'doctorate'] as const
export const STAGE_TYPES = ['applied', 'screening', 'assessment', 'interview', 'offer', 'hired'] as const

/** A stage of a pipeline, or as it was when an application was in it. */
export interface Stage {
  id: string
  name: string
  type: (typeof STAGE_TYPES)[number]
}

export const pipelines = pgTable('pipelines', {
  ...tenantKey(),
  name: text('name').notNull(),
  isDefault: boolean('is_default').notNull(),
  isTemplate: boolean('is_template').notNull(),
  strict: boolean('strict').notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const pipelineStages = pgTable('pipeline_stages', {
  ...tenantKey(),
  pipelineId: uuid('pipeline_id').notNull(),
  name: text('name').notNull(),
  type: text('type', { enum: STAGE_TYPES }).notNull(),
  position: integer('position').notNull(),
})

export const jobs = pgTable('jobs', {
  ...tenantKey(),
  title: text('title').notNull(),
  description: text('description').notNull(),
  department: text('department'),
  location: text('location'),
  locationType: text('location_type', { enum: LOCATION_TYPES }),
  employmentType: text('employment_type', { enum: EMPLOYMENT_TYPES }),
  experienceMin: integer('experience_min'),
  experienceMax: integer('experience_max'),
  educationMin: text('education_min', { enum: EDUCATION_LEVELS }),
  salaryMin: bigint('salary_min', { mode: 'number' }),
  salaryMax: bigint('salary_max', { mode: 'number' }),
  salaryCurrency: text('salary_currency'),
  status: text('status', { enum: JOB_STATUSES }).notNull(),
  statusReason: text('status_reason'),
  pipelineId: uuid('pipeline_id').notNull(),
  clientId: uuid('client_id'),
  recruiterId: uuid('recruiter_id'),
  hiringManagerId: uuid('hiring_manager_id'),
  createdBy: uuid('created_by'),
  openedAt: time('opened_at'),
  closedAt: time('closed_at'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const jobSkills = pgTable('job_skills', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  skillKey: text('skill_key').notNull(),
  name: text('name').notNull(),
  category: text('category'),
  required: boolean('required').notNull(),
  weight: integer('weight').notNull(),
  position: integer('position').notNull(),
})

export const jobHistory = pgTable('job_history', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  action: text('action').notNull(),
  fromStatus: text('from_status'),
  toStatus: text('to_status'),
  changes: jsonb('changes').$type<Record<string, { from: unknown; to: unknown }>>().notNull(),
  reason: text('reason'),
  actor: jsonb('actor').$type<Actor>().notNull(),
  occurredAt: time('occurred_at').notNull(),
})
