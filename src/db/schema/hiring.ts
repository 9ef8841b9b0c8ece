import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { APPLICATION_STATUSES } from './candidates.ts'
import { tenantKey, time, timestamps } from './columns.ts'
import type { Actor } from './events.ts'
import type { Stage } from './jobs.ts'

export const REJECTION_TYPES = ['rejected_by_company', 'candidate_withdrew', 'other'] as const

export const rejectionReasons = pgTable('rejection_reasons', {
  ...tenantKey(),
  name: text('name').notNull(),
  type: text('type', { enum: REJECTION_TYPES }).notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const applicationStageHistory = pgTable('application_stage_history', {
  ...tenantKey(),
  applicationId: uuid('application_id').notNull(),
  action: text('action').notNull(),
  jobId: uuid('job_id').notNull(),
  fromStage: jsonb('from_stage').$type<Stage>(),
  toStage: jsonb('to_stage').$type<Stage>().notNull(),
  fromStatus: text('from_status', { enum: APPLICATION_STATUSES }),
  toStatus: text('to_status', { enum: APPLICATION_STATUSES }).notNull(),
  reason: text('reason'),
  rejectionReasonId: uuid('rejection_reason_id'),
  actor: jsonb('actor').$type<Actor>().notNull(),
  enteredAt: time('entered_at').notNull(),
  leftAt: time('left_at'),
})
