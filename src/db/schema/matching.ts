import { customType, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { fromSql, toSql } from 'pgvector'
import { tenantKey, time, timestamps } from './columns.ts'

export const candidateProfiles = pgTable('candidate_profiles', {
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  resumeId: uuid('resume_id').notNull(),
  profile: jsonb('profile').$type<unknown>().notNull(),
  profileHash: text('profile_hash').notNull().default(''),
  profileVersion: text('profile_version').notNull(),
  lexicon: text('lexicon').notNull(),
  flags: text('flags').array().notNull(),
  revision: integer('revision').notNull(),
  ...timestamps(),
})

/** Half precision, of any length: Drizzle's own halfvec demands one. */
const anyHalfvec = customType<{ data: number[]; driverData: string }>({
  dataType: () => 'halfvec',
  toDriver: (vector) => toSql(vector),
  fromDriver: (text) => fromSql(text),
})

export const embeddings = pgTable('embeddings', {
  ...tenantKey(),
  subject: text('subject', { enum: ['candidate', 'job'] }).notNull(),
  subjectId: uuid('subject_id').notNull(),
  model: text('model').notNull(),
  embedding: anyHalfvec('embedding').notNull(),
  ...timestamps(),
})

export const matches = pgTable('matches', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  resumeId: uuid('resume_id').notNull(),
  score: integer('score').notNull(),
  reviewedScore: integer('reviewed_score').notNull(),
  components: jsonb('components').$type<unknown>().notNull(),
  factors: jsonb('factors').$type<unknown>().notNull(),
  scoringVersion: text('scoring_version').notNull(),
  inputsHash: text('inputs_hash').notNull(),
  preferencesId: uuid('preferences_id'),
  jobVersion: integer('job_version').notNull(),
  profileRevision: integer('profile_revision').notNull(),
  flags: text('flags').array().notNull(),
  scoredAt: time('scored_at').notNull(),
  ...timestamps(),
})

/** That one match of a job be put ahead of another, for a requirement that it meets better. */
export interface RerankMove {
  ahead: string
  behind: string
  requirementId: string
}

export const RERANK_REFUSALS = ['unknown', 'in_order', 'out_of_bounds', 'not_favoured', 'not_quoted'] as const
export type RerankRefusal = (typeof RERANK_REFUSALS)[number]

export const matchReranks = pgTable('match_reranks', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  inputsHash: text('inputs_hash').notNull(),
  moves: jsonb('moves').$type<RerankMove[]>().notNull(),
  refused: jsonb('refused').$type<Record<RerankRefusal, number>>().notNull(),
  reason: text('reason'),
  lineageId: uuid('lineage_id'),
  createdBy: uuid('created_by'),
  createdAt: time('created_at').notNull(),
})

/** A sentence of a model, what it is about and what it quotes. */
export interface SummarySentence {
  text: string
  factors: string[]
  quotes: string[]
}

export const matchSummaries = pgTable('match_summaries', {
  ...tenantKey(),
  matchId: uuid('match_id').notNull(),
  language: text('language').notNull(),
  summary: text('summary').notNull(),
  sentences: jsonb('sentences').$type<SummarySentence[]>().notNull(),
  inputsHash: text('inputs_hash').notNull(),
  reason: text('reason'),
  lineageId: uuid('lineage_id'),
  createdBy: uuid('created_by'),
  createdAt: time('created_at').notNull(),
})
