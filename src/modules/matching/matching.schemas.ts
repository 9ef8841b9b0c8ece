import { z } from 'zod'
import { JOB_STATUSES } from '#src/db/schema/jobs.ts'
import { type FilterSpec, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { operationSchema } from '#src/modules/operations/index.ts'
import { COMPONENTS } from '#src/modules/scoring/weights.ts'

export const matchParams = z.object({ id: idSchema })

export const runBody = z.strictObject({}).meta({ id: 'MatchRun' })
export const runSchema = z.object({ operation: operationSchema }).meta({ id: 'MatchRunStarted' })

const score = z.number().describe('0 to 100, two decimals: the sum of component score x weight, halves up')

const componentSchema = z
  .object({
    name: z.enum(COMPONENTS),
    score: z.number().describe('0 to 100, two decimals'),
    weight: z.number().describe('0 to 1, four decimals; those of a match add up to 1'),
  })
  .meta({ id: 'MatchComponent' })

const candidateSummary = z
  .object({
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    headline: z.string().nullable(),
    location: z.string().nullable(),
  })
  .meta({ id: 'MatchCandidate' })

const jobSummary = z
  .object({ title: z.string(), status: z.enum(JOB_STATUSES), location: z.string().nullable() })
  .meta({ id: 'MatchJob' })

const match = {
  id: idSchema.describe('Stays the same for a job and a candidate, however often they are scored'),
  job_id: idSchema,
  candidate_id: idSchema,
  resume_id: idSchema.describe('The resume the score was made from'),
  score,
  components: z.array(componentSchema),
  applied: z.boolean().describe('Whether the candidate applied to the job'),
  flags: z.array(z.string()).describe('`needs_review`: the resume could not be read with certainty'),
  scoring_version: z.string(),
  scored_at: timeSchema,
}

export const jobMatchSchema = z
  .object({
    ...match,
    candidate: candidateSummary.nullable().describe('Null where you may not read candidates'),
  })
  .meta({ id: 'JobMatch' })
export const candidateMatchSchema = z
  .object({ ...match, job: jobSummary.nullable().describe('Null where you may not read jobs') })
  .meta({ id: 'CandidateMatch' })
export const jobMatchPage = pageSchema(jobMatchSchema, 'JobMatchPage')
export const candidateMatchPage = pageSchema(candidateMatchSchema, 'CandidateMatchPage')

const filters: Record<string, FilterSpec> = {
  applied: { value: z.enum(['true', 'false']), ops: ['eq'] },
  score: {
    value: z
      .string()
      .regex(/^\d{1,3}(\.\d{1,2})?$/, '0 to 100 with at most two decimals')
      .transform((text) => Math.round(Number(text) * 100)),
    ops: ['gte', 'lte'],
  },
}
export const jobMatchListQuery = listQuery({ sorts: ['score'], filters, item: jobMatchSchema })
export const candidateMatchListQuery = listQuery({ sorts: ['score'], filters, item: candidateMatchSchema })

/** The languages that explanations are written in. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

export const explanationQuery = z.strictObject({ language: z.enum(LANGUAGES).default('en') })

const spanSchema = z.object({ page: z.int().nullable(), start: z.int(), end: z.int() }).meta({
  id: 'ResumeSpan',
  description: 'Offsets in UTF-16 units into the text of the resume, end exclusive',
})

export const factorSchema = z
  .object({
    component: z.enum(COMPONENTS),
    requirement_id: z.string().describe('The id of a skill of the job, or the name of another requirement'),
    requirement: z.string(),
    kind: z.enum(['met', 'partial', 'missing', 'near_miss', 'info']),
    points: z.number().describe('Part of the score; the points of all factors add up to it'),
    candidate_value: z.string().nullable(),
    pointer: z
      .string()
      .nullable()
      .describe('JSON Pointer into the parsed resume; empty for its text as a whole'),
    span: spanSchema.nullable(),
  })
  .meta({ id: 'MatchFactor' })

export const explanationSchema = z
  .object({
    match_id: idSchema,
    job_id: idSchema,
    candidate_id: idSchema,
    resume_id: idSchema,
    score,
    components: z.array(componentSchema),
    factors: z.array(factorSchema),
    summary: z.string(),
    reasons: z.array(z.string()).describe('One sentence a factor, what counted most first'),
    scoring_version: z.string(),
    scored_at: timeSchema,
    language: z.enum(LANGUAGES),
  })
  .meta({ id: 'MatchExplanation' })
