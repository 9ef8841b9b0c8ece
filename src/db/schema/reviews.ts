import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'
import type { Actor } from './events.ts'

export const REVIEW_STATES = ['requested', 'reviewed'] as const
export const REVIEW_OUTCOMES = ['confirmed', 'overridden'] as const
export const REVIEW_DECISIONS = ['advance', 'hold', 'decline'] as const

export const humanReviews = pgTable('human_reviews', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  matchId: uuid('match_id').notNull(),
  state: text('state', { enum: REVIEW_STATES }).notNull(),
  outcome: text('outcome', { enum: REVIEW_OUTCOMES }),
  score: integer('score'),
  decision: text('decision', { enum: REVIEW_DECISIONS }),
  reason: text('reason'),
  machineScore: integer('machine_score').notNull(),
  scoringVersion: text('scoring_version').notNull(),
  preferencesId: uuid('preferences_id'),
  actor: jsonb('actor').$type<Actor>().notNull(),
  actorId: uuid('actor_id'),
  occurredAt: time('occurred_at').notNull(),
})

export const valuesAssessments = pgTable('values_assessments', {
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  applicationId: uuid('application_id'),
  assessorId: uuid('assessor_id').notNull(),
  integrity: integer('integrity').notNull(),
  honesty: integer('honesty').notNull(),
  discipline: integer('discipline').notNull(),
  hardWork: integer('hard_work').notNull(),
  gratitude: integer('gratitude').notNull(),
  notes: text('notes'),
  version: integer('version').notNull(),
  ...timestamps(),
})
