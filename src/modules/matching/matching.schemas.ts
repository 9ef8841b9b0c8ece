import { z } from 'zod'
import { JOB_STATUSES } from '#src/db/schema/jobs.ts'
import { REVIEW_DECISIONS, REVIEW_OUTCOMES, REVIEW_STATES } from '#src/db/schema/reviews.ts'
import { type FilterSpec, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { operationSchema } from '#src/modules/operations/index.ts'
import { COMPONENTS } from '#src/modules/scoring/weights.ts'

export const matchParams = z.object({ id: idSchema })

export const runBody = z.strictObject({}).meta({ id: 'MatchRun' })
export const runSchema = z.object({ operation: operationSchema }).meta({ id: 'MatchRunStarted' })

export const score = z
  .number()
  .describe('0 to 100, two decimals: the sum of component score x weight, halves up')

export const preferencesId = idSchema
  .nullable()
  .describe('The version of scoring preferences it was made with; null for the default weights')

export const componentSchema = z
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

export const reviewed = {
  state: z.enum(REVIEW_STATES),
  outcome: z.enum(REVIEW_OUTCOMES).nullable(),
  score: z
    .number()
    .nullable()
    .describe('What a person put beside the machine’s score; 0 to 100, two decimals'),
  decision: z.enum(REVIEW_DECISIONS).nullable(),
  reason: z.string().nullable(),
  machine_score: z.number().describe('As it was then'),
  scoring_version: z.string(),
  actor_id: idSchema.nullable().describe('The person, or whose key it was'),
  occurred_at: timeSchema,
}
const latestReview = z.object(reviewed).meta({ id: 'MatchReview' })

const match = {
  id: idSchema.describe('Stays the same for a job and a candidate, however often they are scored'),
  job_id: idSchema,
  candidate_id: idSchema,
  resume_id: idSchema.describe('The resume the score was made from'),
  score,
  components: z.array(componentSchema),
  applied: z.boolean().describe('Whether the candidate applied to the job'),
  flags: z
    .array(z.string())
    .describe(
      'What a person should look at; no score depends on it. `needs_review`: the resume could not be read with certainty. `instructions_in_resume`: it speaks to a machine that reads it, and these sentences are not scored',
    ),
  scoring_version: z.string(),
  scoring_preferences_id: preferencesId,
  scored_at: timeSchema,
  review: latestReview
    .nullable()
    .describe('The last step of people looking at this pair, which changes nothing of the score'),
  reviewed_score: z.number().describe('The score a person overrode it with, or `score`'),
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
  review: { value: z.enum(['none', 'requested', ...REVIEW_OUTCOMES]), ops: ['eq'] },
}
const sorts = ['score', 'reviewed_score'] as const
export const jobMatchListQuery = listQuery({ sorts, filters, item: jobMatchSchema })
export const candidateMatchListQuery = listQuery({ sorts, filters, item: candidateMatchSchema })

/** The languages that explanations are written in. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

export const explanationQuery = z.strictObject({
  language: z.enum(LANGUAGES).default('en'),
  polish: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .describe('Has a model of the tenant write the summary in running sentences'),
})

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

const requirement = {
  component: z.enum(COMPONENTS),
  requirement_id: z.string(),
  requirement: z.string(),
}

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
    polished: z.boolean().describe('Whether a model wrote the summary'),
    polish_reason: z
      .string()
      .nullable()
      .describe(
        'Why it did not though it was asked to; `candidate_declined`: who it is about wants no AI; `unfaithful`: it said more than the factors do',
      ),
    lineage_id: idSchema.nullable().describe('The call of the model, see `GET /v1/ai/lineage`'),
    reasons: z.array(z.string()).describe('One sentence a factor, what counted most first'),
    requirements: z
      .object({ met: z.int(), partial: z.int(), near_miss: z.int(), missing: z.int() })
      .describe('How many there are of each kind'),
    missing: z.array(z.object(requirement)),
    near_misses: z.array(
      z.object({ ...requirement, candidate_value: z.string().nullable().describe('What there is instead') }),
    ),
    scoring_version: z.string(),
    scoring_preferences_id: preferencesId,
    scored_at: timeSchema,
    language: z.enum(LANGUAGES),
  })
  .meta({ id: 'MatchExplanation' })

const count = z.int()

export const requirementsSchema = z
  .object({
    matches: count.describe('The best ones of the job, 5,000 at most, that the counts are of'),
    data: z
      .array(
        z.object({
          ...requirement,
          met: count,
          partial: count,
          near_miss: count,
          missing: count,
          near_misses: z
            .array(z.object({ value: z.string(), matches: count }))
            .describe('What there is instead, most often first: five at most'),
        }),
      )
      .describe('What keeps out most first'),
  })
  .meta({ id: 'MatchRequirements' })
