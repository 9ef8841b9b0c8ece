import { z } from 'zod'
import { RERANK_REFUSALS, type RerankRefusal } from '#src/db/schema/matching.ts'
import { idSchema, timeSchema } from '#src/http/schemas.ts'
import { factorSchema, score } from '../matching.schemas.ts'

export const rerankBody = z.strictObject({}).meta({ id: 'RerankCreate' })

const passed = factorSchema
  .pick({ requirement_id: true, requirement: true, kind: true, pointer: true, span: true })
  .extend({ match_id: idSchema.describe('Of the one who is behind now') })
  .meta({ id: 'RerankReason', description: 'A requirement that is met better, and where the resume says so' })

const refusals = Object.fromEntries(RERANK_REFUSALS.map((name) => [name, z.int()])) as Record<
  RerankRefusal,
  z.ZodInt
>

export const rerankSchema = z
  .object({
    job_id: idSchema,
    reranked: z.boolean().describe('Whether the order is another one than by score'),
    ai_used: z.boolean().describe('Whether a model was heard'),
    reason: z
      .string()
      .nullable()
      .describe(
        'Why none was, so that the order is that by score: `not_asked`, `stale` where the ranking is another one since, `nothing_to_move` where no move could count, `feature_disabled`, `budget_exhausted` and so on',
      ),
    bound: z.number().describe('Points: nobody is ahead of anybody who scores higher by more'),
    refused: z
      .object(refusals)
      .nullable()
      .describe('How many moves the model proposed that do not count, by reason'),
    lineage_id: idSchema.nullable().describe('The call of the model, see `GET /v1/ai/lineage`'),
    created_at: timeSchema.nullable(),
    data: z
      .array(
        z
          .object({
            rank: z.int().describe('From 1'),
            score_rank: z.int().describe('The place by score'),
            match_id: idSchema,
            candidate_id: idSchema,
            score,
            passed: z.array(passed).describe('Those it was put ahead of, and why'),
          })
          .meta({ id: 'RerankPlace' }),
      )
      .describe('The first 20 of the job at most'),
  })
  .meta({ id: 'Rerank' })
