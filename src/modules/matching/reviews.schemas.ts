import { z } from 'zod'
import { REVIEW_DECISIONS, REVIEW_OUTCOMES } from '#src/db/schema/reviews.ts'
import { listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, textSchema } from '#src/http/schemas.ts'
import { componentSchema, preferencesId, reviewed, score } from './matching.schemas.ts'

export const reviewRequestBody = z
  .strictObject({ reason: textSchema(2000).nullish() })
  .meta({ id: 'HumanReviewRequest' })

export const reviewBody = z
  .strictObject({
    outcome: z.enum(REVIEW_OUTCOMES),
    score: z
      .number()
      .min(0)
      .max(100)
      .nullish()
      .describe(
        '0 to 100, rounded to two decimals: stands beside the machine’s and gives the order of `reviewed_score`',
      ),
    decision: z.enum(REVIEW_DECISIONS).nullish(),
    reason: textSchema(2000).nullish(),
  })
  .superRefine(({ outcome, score, decision, reason }, check) => {
    const says = (score ?? decision) != null
    const refuse = (message: string, member: string) =>
      check.addIssue({ code: 'custom', message, path: [member] })
    if (outcome === 'confirmed' && says) refuse('overridden, where a score or decision is given', 'outcome')
    if (outcome === 'overridden' && !says) refuse('a score or a decision is needed to override', 'score')
    if (outcome === 'overridden' && !reason) refuse('a reason is needed to override', 'reason')
  })
  .meta({ id: 'HumanReviewOutcome' })

export const reviewSchema = z
  .object({ id: idSchema, match_id: idSchema, ...reviewed, scoring_preferences_id: preferencesId })
  .meta({ id: 'HumanReview' })
export const reviewPage = pageSchema(reviewSchema, 'HumanReviewPage')
export const reviewListQuery = listQuery({ sorts: ['occurred_at'], item: reviewSchema })

const stored = <T extends z.ZodType>(of: T) => z.object({ stored: of, current: of })
const replayed = z.object({ score, components: z.array(componentSchema) })

/** What of a match's inputs may be another by now; `skills` are those of the tenant, which a job is read with. */
const INPUTS = ['job', 'skills', 'candidate', 'values', 'scoring_version'] as const
export type ReplayInput = (typeof INPUTS)[number]

export const replaySchema = z
  .object({
    match_id: idSchema,
    same: z.boolean().describe('Whether every number and every factor is what it was'),
    scoring_version: stored(z.string()),
    scoring_preferences_id: stored(preferencesId).describe('Recomputed with the stored ones'),
    job_version: stored(z.int()).describe('Stored 0: not recorded'),
    profile_revision: z
      .object({ stored: z.int(), current: z.int().nullable() })
      .describe('How often the candidate’s resume was made a profile'),
    stored: replayed,
    recomputed: replayed.nullable().describe('Null: the inputs are not there in a form this version reads'),
    differences: z
      .array(z.object({ path: z.string(), stored: z.unknown(), recomputed: z.unknown() }))
      .describe('By path: `/score`, `/components/<name>/...`, `/factors/<component>/<requirement_id>/...`'),
    inputs_changed: z
      .array(z.enum(INPUTS))
      .describe('What has changed since; nothing, where the hash of all inputs is the same'),
  })
  .meta({ id: 'MatchReplay' })
