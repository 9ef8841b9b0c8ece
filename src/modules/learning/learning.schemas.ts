import { z } from 'zod'
import { EXPLORATION_POLICIES, FEEDBACK_ACTIONS, FEEDBACK_OUTCOMES } from '#src/db/schema/learning.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, textSchema, timeSchema } from '#src/http/schemas.ts'
import { COMPONENTS } from '#src/modules/scoring/weights.ts'

export const idParams = z.object({ id: idSchema })

const mark = z.int().min(1).max(5)

export const feedbackBody = z
  .strictObject({
    action: z.enum(FEEDBACK_ACTIONS),
    rating: mark.nullish().describe('1 to 5: how good a find this candidate was for the job'),
    reason: textSchema(2000).nullish(),
    outcome: z
      .enum(FEEDBACK_OUTCOMES)
      .optional()
      .describe('`hired` after `hire` and `not_hired` after `reject` unless told; else `pending`'),
    performance_rating: mark.nullish().describe('1 to 5, of who was hired'),
    retention_months: z.int().min(0).max(600).nullish().describe('How long who was hired has stayed'),
  })
  .meta({ id: 'FeedbackGive' })

export const feedbackSchema = z
  .object({
    id: idSchema,
    job_id: idSchema,
    candidate_id: idSchema,
    source: z.enum(['person', 'application']),
    given_by: idSchema.nullable().describe('Null where an application says it'),
    application_id: idSchema.nullable(),
    action: z.enum(FEEDBACK_ACTIONS),
    outcome: z.enum(FEEDBACK_OUTCOMES),
    rating: z.int().nullable(),
    performance_rating: z.int().nullable(),
    retention_months: z.int().nullable(),
    reason: z.string().nullable(),
    given_at: timeSchema,
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Feedback' })

export const feedbackPage = pageSchema(feedbackSchema, 'FeedbackPage')
export const feedbackListQuery = listQuery({
  sorts: ['given_at'],
  filters: {
    job_id: filterBy.id(),
    candidate_id: filterBy.id(),
    action: filterBy.words(FEEDBACK_ACTIONS),
    source: { value: z.enum(['person', 'application']), ops: ['eq'] },
  },
  item: feedbackSchema,
})

const features = z
  .partialRecord(z.enum(COMPONENTS), z.number())
  .describe('Component scores, 0 to 100; what the job asks nothing of is absent')

const worth = z
  .partialRecord(z.enum(COMPONENTS), z.number())
  .describe('How much of its weight a component is worth for the job, 0 to 1, where that is not all of it')

export const sampleSchema = z
  .object({
    id: idSchema,
    model_id: idSchema.describe('The version that was trained on it'),
    position: z.int().describe('Training reads them in this order, which is that of `sort=created_at`'),
    job_id: idSchema,
    candidate_id: idSchema,
    features,
    worth,
    reward: z.number().describe('0 (turned down) to 1 (hired and stayed)'),
    feedbacks: z.int().describe('How many say so'),
    created_at: timeSchema,
  })
  .meta({ id: 'LearningSample' })

export const samplePage = pageSchema(sampleSchema, 'LearningSamplePage')
export const sampleListQuery = listQuery({
  sorts: ['created_at'],
  filters: { model_id: filterBy.id(), job_id: filterBy.id(), candidate_id: filterBy.id() },
  item: sampleSchema,
})

const EPSILON = 'Share of the blocks that are shown in an order of pure chance, 0 to 1'
const BAND = 'Points: who is within as much of another may be shown before them'

const exploration = {
  policy: z.enum(EXPLORATION_POLICIES),
  epsilon: z.number().describe(EPSILON),
  band: z.number().describe(BAND),
}

const shown = {
  rank: z.int().describe('The place in this order, from 1'),
  base_rank: z.int().describe('The place by score'),
  propensity: z.number().describe('How likely this candidate was in this place, above 0 and at most 1'),
  score: z.number(),
}

export const logEntrySchema = z
  .object({
    id: idSchema,
    list_id: idSchema.describe('Of the order it was a place of'),
    job_id: idSchema,
    candidate_id: idSchema,
    model_id: idSchema.nullable().describe('The version whose doubts were explored; null for the prior'),
    ...exploration,
    ...shown,
    features,
    worth,
    shown_at: timeSchema,
  })
  .meta({ id: 'ExplorationLogEntry' })

export const logPage = pageSchema(logEntrySchema, 'ExplorationLogPage')
export const logListQuery = listQuery({
  sorts: ['shown_at'],
  filters: {
    job_id: filterBy.id(),
    candidate_id: filterBy.id(),
    list_id: filterBy.id(),
    policy: filterBy.words(EXPLORATION_POLICIES),
  },
  item: logEntrySchema,
})

/** Orders longer than this are nobody's short list. */
export const MOST_SHOWN = 100
export const shortlistQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MOST_SHOWN).default(25),
})

export const shortlistSchema = z
  .object({
    job_id: idSchema,
    list_id: idSchema.describe('Names this order in the exploration log'),
    day: z.iso.date().describe('The order is the same all day, as long as the scores are'),
    model_id: idSchema.nullable(),
    ...exploration,
    data: z.array(
      z
        .object({
          match_id: idSchema,
          candidate_id: idSchema,
          ...shown,
          explored: z.boolean().describe('Whether this is another place than that by score'),
        })
        .meta({ id: 'ShortlistPlace' }),
    ),
  })
  .meta({ id: 'Shortlist' })

const atMostFourDecimals = (scale: number) => (value: number) =>
  Math.abs(value * scale - Math.round(value * scale)) < 1e-6

export const settingsBody = z
  .strictObject({
    policy: z.enum(EXPLORATION_POLICIES),
    epsilon: z
      .number()
      .min(0)
      .max(1)
      .refine(atMostFourDecimals(10_000), 'four decimals at most')
      .optional()
      .describe(`${EPSILON}; 0.1 unless told`),
    band: z
      .number()
      .min(0)
      .max(10)
      .refine(atMostFourDecimals(100), 'two decimals at most')
      .optional()
      .describe(`${BAND}; 3 unless told`),
    seed: z
      .int()
      .min(0)
      .max(2_147_483_647)
      .optional()
      .describe('Of all that is left to chance; 0 unless told'),
  })
  .meta({ id: 'LearningSettingsReplace' })

export const settingsSchema = z
  .object({
    ...exploration,
    seed: z.int(),
    version: z.int().describe('0 where nobody has set them'),
    updated_at: timeSchema.nullable(),
  })
  .meta({ id: 'LearningSettings' })
