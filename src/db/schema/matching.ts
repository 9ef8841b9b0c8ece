import { halfvec, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const candidateProfiles = pgTable('candidate_profiles', {
  ...tenantKey(),
  candidateId: uuid('candidate_id').notNull(),
  resumeId: uuid('resume_id').notNull(),
  profile: jsonb('profile').$type<unknown>().notNull(),
  profileVersion: text('profile_version').notNull(),
  flags: text('flags').array().notNull(),
  revision: integer('revision').notNull(),
  ...timestamps(),
})

export const embeddings = pgTable('embeddings', {
  ...tenantKey(),
  subject: text('subject', { enum: ['candidate', 'job'] }).notNull(),
  subjectId: uuid('subject_id').notNull(),
  model: text('model').notNull(),
  // The column takes any length up to 3,072; Drizzle wants a number and uses it for DDL only.
  embedding: halfvec('embedding', { dimensions: 3072 }).notNull(),
  ...timestamps(),
})

export const matches = pgTable('matches', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  resumeId: uuid('resume_id').notNull(),
  score: integer('score').notNull(),
  components: jsonb('components').$type<unknown>().notNull(),
  factors: jsonb('factors').$type<unknown>().notNull(),
  scoringVersion: text('scoring_version').notNull(),
  inputsHash: text('inputs_hash').notNull(),
  flags: text('flags').array().notNull(),
  scoredAt: time('scored_at').notNull(),
  ...timestamps(),
})
