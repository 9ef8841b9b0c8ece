import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const QUESTION_KINDS = ['free_text', 'choice', 'number', 'yes_no'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

interface CriterionOf {
  name: string
  /** 0 to 1. */
  weight: number
  description: string | null
  /** Declared to be a condition of the job; never of a criterion that is judged. */
  knockout?: boolean
}

/** A line of a rubric, and how it is told without a model; one without such a measure is judged. */
export interface Criterion extends CriterionOf {
  keywords?: string[] | null
  accepted?: string[]
  minimum?: number | null
  maximum?: number | null
  expected?: boolean
}

/** A question as it is stored and shown. */
export interface Question {
  id: string
  kind: QuestionKind
  text: string
  required: boolean
  /** Of a choice. */
  choices?: string[]
  criteria: Criterion[]
}

export const questionTemplates = pgTable('question_templates', {
  ...tenantKey(),
  name: text('name').notNull(),
  questions: jsonb('questions').$type<Question[]>().notNull(),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const screeningQuestionSets = pgTable('screening_question_sets', {
  ...tenantKey(),
  jobId: uuid('job_id').notNull(),
  version: integer('version').notNull(),
  templateId: uuid('template_id'),
  templateVersion: integer('template_version'),
  questions: jsonb('questions').$type<Question[]>().notNull(),
  createdBy: uuid('created_by'),
  createdAt: time('created_at').notNull(),
})

export const SCREENING_STATES = [
  'pending',
  'in_progress',
  'completed',
  'abandoned',
  'expired',
  'cancelled',
] as const
export type ScreeningState = (typeof SCREENING_STATES)[number]

export const END_REASONS = [
  'withdrawn_by_candidate',
  'cancelled_by_company',
  'no_longer_needed',
  'idle',
  'link_expired',
] as const
export type EndReason = (typeof END_REASONS)[number]

export const SCREENING_CHANNELS = ['chat', 'form'] as const

export const screeningSessions = pgTable('screening_sessions', {
  ...tenantKey(),
  applicationId: uuid('application_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  jobId: uuid('job_id').notNull(),
  questionSetId: uuid('question_set_id').notNull(),
  state: text('state', { enum: SCREENING_STATES }).notNull(),
  channel: text('channel', { enum: SCREENING_CHANNELS }).notNull(),
  tokenHash: text('token_hash'),
  expiresAt: time('expires_at').notNull(),
  idleMinutes: integer('idle_minutes').notNull(),
  disclosureVersion: integer('disclosure_version').notNull(),
  aiProviders: text('ai_providers').array().notNull(),
  aiAccepted: boolean('ai_accepted'),
  humanRequestedAt: time('human_requested_at'),
  position: integer('position').notNull(),
  openSequence: integer('open_sequence'),
  followUps: integer('follow_ups').notNull(),
  lastSequence: integer('last_sequence').notNull(),
  endReason: text('end_reason', { enum: END_REASONS }),
  startedAt: time('started_at'),
  activeAt: time('active_at').notNull(),
  endedAt: time('ended_at'),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const MESSAGE_ROLES = ['system', 'interviewer', 'candidate'] as const
export const MESSAGE_KINDS = [
  'disclosure',
  'consent',
  'question',
  'follow_up',
  'answer',
  'human_request',
  'closing',
] as const

/** What an answer is, by the kind of its question; null where it was left out. */
export type AnswerValue = string | number | boolean | null

export const screeningMessages = pgTable('screening_messages', {
  tenantId: uuid('tenant_id').notNull(),
  sessionId: uuid('session_id').notNull(),
  sequence: integer('sequence').notNull(),
  role: text('role', { enum: MESSAGE_ROLES }).notNull(),
  kind: text('kind', { enum: MESSAGE_KINDS }).notNull(),
  text: text('text').notNull(),
  answer: jsonb('answer').$type<{ value: AnswerValue }>(),
  questionId: uuid('question_id'),
  inReplyTo: integer('in_reply_to'),
  clientMessageId: text('client_message_id'),
  lineageId: uuid('lineage_id'),
  createdAt: time('created_at').notNull(),
})

export const EVALUATION_KINDS = ['screening', 'interview', 'assessment', 'chat'] as const
export const EVALUATION_METHODS = ['rules', 'model', 'human'] as const
export const EVALUATION_FLAGS = ['instructions_in_answer', 'human_requested', 'knocked_out'] as const

/** A place in the transcript, in UTF-16 units of the message's text. */
export interface Evidence {
  sequence: number
  start: number
  end: number
  quote: string
}

export interface CriterionResult {
  question_id: string
  criterion: string
  weight: number
  /** Of one that was declared a condition of the job. */
  knockout?: boolean
  /** 0 to 100; null where a person has to say. */
  score: number | null
  by: 'rules' | 'model' | null
  reason: string | null
  evidence: Evidence[]
}

export const aiEvaluations = pgTable('ai_evaluations', {
  ...tenantKey(),
  kind: text('kind', { enum: EVALUATION_KINDS }).notNull(),
  subjectId: uuid('subject_id').notNull(),
  revision: integer('revision').notNull(),
  applicationId: uuid('application_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  jobId: uuid('job_id').notNull(),
  rubricId: uuid('rubric_id').notNull(),
  rubricVersion: integer('rubric_version').notNull(),
  method: text('method', { enum: EVALUATION_METHODS }).notNull(),
  score: integer('score'),
  needsHuman: boolean('needs_human').notNull(),
  criteria: jsonb('criteria').$type<CriterionResult[]>().notNull(),
  flags: text('flags').array().notNull(),
  lineageIds: uuid('lineage_ids').array().notNull(),
  reason: text('reason'),
  decidedBy: uuid('decided_by'),
  createdAt: time('created_at').notNull(),
})
