import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'
import type { Actor } from './events.ts'

export const SEX_ANSWERS = ['male', 'female', 'non_binary', 'declined'] as const
/** Component 1 of the EEO-1 report. */
export const RACE_ANSWERS = [
  'hispanic_or_latino',
  'white',
  'black_or_african_american',
  'native_hawaiian_or_pacific_islander',
  'asian',
  'native_american_or_alaska_native',
  'two_or_more_races',
  'declined',
] as const
export const VETERAN_ANSWERS = ['protected_veteran', 'not_protected_veteran', 'declined'] as const
export const DISABILITY_ANSWERS = ['yes', 'no', 'declined'] as const

export const selfIdentifications = pgTable('self_identifications', {
  ...tenantKey(),
  applicationId: uuid('application_id').notNull(),
  sex: text('sex', { enum: SEX_ANSWERS }),
  raceEthnicity: text('race_ethnicity', { enum: RACE_ANSWERS }),
  veteran: text('veteran', { enum: VETERAN_ANSWERS }),
  disability: text('disability', { enum: DISABILITY_ANSWERS }),
  ...timestamps(),
})

export const eeoAccesses = pgTable('eeo_accesses', {
  ...tenantKey(),
  kind: text('kind', { enum: ['write', 'compute', 'read', 'finalize'] }).notNull(),
  subjectId: uuid('subject_id'),
  actor: jsonb('actor').$type<Actor>().notNull(),
  ip: text('ip'),
  requestId: uuid('request_id').notNull(),
  occurredAt: time('occurred_at').notNull(),
})

export const AUDIT_METRICS = ['selection', 'scoring'] as const
export const AUDIT_STATUSES = ['draft', 'finalized'] as const

export const biasAudits = pgTable('bias_audits', {
  ...tenantKey(),
  metric: text('metric', { enum: AUDIT_METRICS }).notNull(),
  status: text('status', { enum: AUDIT_STATUSES }).notNull(),
  scope: jsonb('scope').$type<unknown>().notNull(),
  result: jsonb('result').$type<unknown>().notNull(),
  document: text('document'),
  signature: jsonb('signature').$type<unknown>(),
  isPublic: boolean('is_public').notNull(),
  createdBy: uuid('created_by'),
  finalizedBy: uuid('finalized_by'),
  finalizedAt: time('finalized_at'),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const biasBreaches = pgTable('bias_breaches', {
  ...tenantKey(),
  metric: text('metric', { enum: AUDIT_METRICS }).notNull(),
  scoringVersion: text('scoring_version').notNull(),
  category: text('category').notNull(),
  foundAt: time('found_at').notNull(),
})

export const counterfactualTests = pgTable('counterfactual_tests', {
  ...tenantKey(),
  scoringVersion: text('scoring_version').notNull(),
  weights: jsonb('weights').$type<unknown>().notNull(),
  passed: boolean('passed').notNull(),
  report: jsonb('report').$type<unknown>().notNull(),
  createdBy: uuid('created_by'),
  createdAt: time('created_at').notNull(),
})
