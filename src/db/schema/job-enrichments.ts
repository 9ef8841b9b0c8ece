import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const ENRICHMENT_STATES = ['draft', 'accepted', 'rejected'] as const

/** What of a job is drafted anew. */
export interface JobText {
  title: string
  description: string
  skills: { skill: string; required: boolean; weight: number }[]
}

export interface JobTextAndQuestions extends JobText {
  questions: string[]
}

export const jobEnrichments = pgTable('job_enrichments', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  state: text('state', { enum: ENRICHMENT_STATES }).notNull(),
  original: jsonb('original').$type<JobText>().notNull(),
  draft: jsonb('draft').$type<JobTextAndQuestions>().notNull(),
  accepted: jsonb('accepted').$type<JobTextAndQuestions>(),
  lineageId: uuid('lineage_id').notNull(),
  createdBy: uuid('created_by'),
  decidedBy: uuid('decided_by'),
  decidedAt: time('decided_at'),
  version: integer('version').notNull(),
  ...timestamps(),
})
