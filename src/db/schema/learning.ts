import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const FEEDBACK_ACTIONS = ['shortlist', 'interview', 'hire', 'reject'] as const
export const FEEDBACK_OUTCOMES = ['pending', 'hired', 'not_hired'] as const
export const EXPLORATION_POLICIES = ['off', 'epsilon_greedy', 'ucb', 'thompson'] as const
export const MODEL_KINDS = ['ranker'] as const
export const MODEL_STATES = [
  'pending',
  'evaluating',
  'approved',
  'rejected',
  'active',
  'retired',
  'rolled_back',
] as const
export const EVALUATION_KINDS = ['training', 'cross_validation', 'off_policy'] as const

interface GateEntry {
  gate: string
  status: 'passed' | 'failed' | 'not_measured'
  detail: Record<string, unknown>
}

export const learningFeedback = pgTable('learning_feedback', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  givenBy: uuid('given_by'),
  applicationId: uuid('application_id'),
  action: text('action', { enum: FEEDBACK_ACTIONS }).notNull(),
  outcome: text('outcome', { enum: FEEDBACK_OUTCOMES }).notNull(),
  rating: integer('rating'),
  performanceRating: integer('performance_rating'),
  retentionMonths: integer('retention_months'),
  reason: text('reason'),
  givenAt: time('given_at').notNull(),
  withdrawnAt: time('withdrawn_at'),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const learningSettings = pgTable('learning_settings', {
  ...tenantKey(),
  policy: text('policy', { enum: EXPLORATION_POLICIES }).notNull(),
  epsilon: integer('epsilon').notNull(),
  band: integer('band').notNull(),
  seed: integer('seed').notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const modelVersions = pgTable('model_versions', {
  ...tenantKey(),
  kind: text('kind', { enum: MODEL_KINDS }).notNull(),
  number: integer('number').notNull(),
  state: text('state', { enum: MODEL_STATES }).notNull(),
  prior: jsonb('prior').$type<Record<string, number>>(),
  weights: jsonb('weights').$type<Record<string, number>>(),
  posterior: jsonb('posterior').$type<{ mean: number[]; precision: number[][] }>(),
  training: jsonb('training').$type<Record<string, unknown>>().notNull(),
  gates: jsonb('gates').$type<GateEntry[]>().notNull(),
  scoringVersion: text('scoring_version').notNull(),
  seed: integer('seed').notNull(),
  priorPreferencesId: uuid('prior_preferences_id'),
  preferencesId: uuid('preferences_id'),
  previousId: uuid('previous_id'),
  requestedBy: uuid('requested_by'),
  activatedBy: uuid('activated_by'),
  evaluatedAt: time('evaluated_at'),
  activatedAt: time('activated_at'),
  endedAt: time('ended_at'),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const learningSamples = pgTable('learning_samples', {
  ...tenantKey(),
  modelId: uuid('model_id').notNull(),
  position: integer('position').notNull(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  features: jsonb('features').$type<Record<string, number>>().notNull(),
  worth: jsonb('worth').$type<Record<string, number>>().notNull().default({}),
  reward: integer('reward').notNull(),
  feedbacks: integer('feedbacks').notNull(),
  createdAt: time('created_at').notNull(),
})

export const modelEvaluations = pgTable('model_evaluations', {
  ...tenantKey(),
  modelId: uuid('model_id').notNull(),
  kind: text('kind', { enum: EVALUATION_KINDS }).notNull(),
  metrics: jsonb('metrics').$type<Record<string, unknown>>().notNull(),
  createdAt: time('created_at').notNull(),
})

export const explorationLog = pgTable('exploration_log', {
  ...tenantKey(),
  listId: uuid('list_id').notNull(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  modelId: uuid('model_id'),
  policy: text('policy', { enum: EXPLORATION_POLICIES }).notNull(),
  epsilon: integer('epsilon').notNull(),
  band: integer('band').notNull(),
  rank: integer('rank').notNull(),
  baseRank: integer('base_rank').notNull(),
  propensity: integer('propensity').notNull(),
  score: integer('score').notNull(),
  features: jsonb('features').$type<Record<string, number>>().notNull(),
  worth: jsonb('worth').$type<Record<string, number>>().notNull().default({}),
  shownAt: time('shown_at').notNull(),
})
