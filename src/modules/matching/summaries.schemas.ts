import { z } from 'zod'
import { idSchema, timeSchema } from '#src/http/schemas.ts'
import { LANGUAGES } from './matching.schemas.ts'

export const summaryBody = z
  .strictObject({ language: z.enum(LANGUAGES).default('en') })
  .meta({ id: 'MatchSummaryCreate' })

export const summarySchema = z
  .object({
    id: idSchema,
    match_id: idSchema,
    job_id: idSchema,
    candidate_id: idSchema,
    language: z.enum(LANGUAGES),
    summary: z.string(),
    sentences: z
      .array(
        z.object({
          text: z.string(),
          factors: z.array(z.string()).describe('`requirement_id` of the factors it is about'),
          quotes: z.array(z.string()).describe('What the resume says, letter by letter'),
        }),
      )
      .describe('Empty where no model was used'),
    current: z.boolean().describe('Whether the score is still the one it was made of'),
    ai_used: z.boolean(),
    reason: z
      .string()
      .nullable()
      .describe(
        'Why no model was used, such as `no_provider`; `candidate_declined`: who it is about wants no AI; `unfaithful`: it said more than the factors do',
      ),
    lineage_id: idSchema.nullable().describe('The call, see `GET /v1/ai/lineage`'),
    created_by: idSchema.nullable(),
    created_at: timeSchema,
  })
  .meta({ id: 'MatchSummary' })
