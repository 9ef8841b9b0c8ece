import { z } from 'zod'
import { LLM_PROVIDERS } from '#src/db/schema/llm.ts'
import { idSchema } from '#src/http/schemas.ts'
import { answerValue } from './candidate.schemas.ts'
import { MAX_QUESTIONS } from './questions.schemas.ts'

export const formBody = z
  .strictObject({
    questions_version: z.int().min(1).max(1_000_000).describe('Of the questions of the job that were shown'),
    answers: z
      .array(z.strictObject({ question_id: idSchema, answer: answerValue }))
      .max(MAX_QUESTIONS)
      .describe('At most one a question; what is not required may be left out'),
    ai_providers: z
      .array(z.enum(LLM_PROVIDERS))
      .max(LLM_PROVIDERS.length)
      .default([])
      .describe(
        'Whose models the candidate was told of and agreed to: no others are asked, and none where there are none',
      ),
  })
  .meta({ id: 'ScreeningForm' })
export type FormBody = z.output<typeof formBody>
