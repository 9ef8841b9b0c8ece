import { z } from 'zod'
import { END_REASONS, QUESTION_KINDS, SCREENING_STATES } from '#src/db/schema/screening.ts'
import { idSchema, textSchema, timeSchema } from '#src/http/schemas.ts'
import { messageSchema } from './sessions.schemas.ts'

export const acceptBody = z
  .strictObject({
    disclosure_version: z.int().min(1).describe('Of the disclosure that was shown'),
    use_ai: z.boolean().describe('Whether a model may be used; without meaning where none is offered'),
  })
  .meta({ id: 'ScreeningAccept' })

export const answerValue = z
  .union([textSchema(4000), z.number().min(-1e12).max(1e12), z.boolean()])
  .nullable()
  .describe(
    'A text, one of the choices, a number or a boolean by the kind of the question; null to leave it out',
  )

export const answerBody = z
  .strictObject({
    client_message_id: z
      .string()
      .regex(/^[\x21-\x7e]{1,64}$/)
      .describe('Your own id of this message: sent again, it is answered again and not written twice'),
    in_reply_to: z.int().min(1).max(1_000_000).describe('The `sequence` of the question'),
    answer: answerValue,
  })
  .meta({ id: 'ScreeningAnswer' })
export type AnswerBody = z.output<typeof answerBody>

export const heldSchema = z
  .object({
    id: idSchema,
    company: z.string(),
    state: z.enum(SCREENING_STATES),
    end_reason: z.enum(END_REASONS).nullable(),
    expires_at: timeSchema,
    disclosure: z.object({
      version: z.int(),
      text: z.string(),
      accepted_at: timeSchema.nullable(),
    }),
    ai: z.object({
      offered: z.boolean(),
      providers: z.array(z.string()),
      accepted: z.boolean().nullable(),
    }),
    human_requested_at: timeSchema.nullable(),
    open_question: z
      .object({
        sequence: z.int().describe('What `in_reply_to` of the answer is'),
        kind: z.enum(QUESTION_KINDS),
        required: z.boolean(),
        is_condition: z
          .boolean()
          .describe('Whether the answer is compared with a condition of the job, by a fixed rule'),
        choices: z.array(z.string()).nullable(),
      })
      .nullable()
      .describe(
        'What waits for an answer; null before it begins, after it has ended, and while a question is being thought of',
      ),
    messages: z.array(messageSchema),
  })
  .meta({ id: 'CandidateScreening' })

export const answeredSchema = z
  .object({ state: z.enum(SCREENING_STATES), message: messageSchema })
  .meta({ id: 'ScreeningAnswered' })
