import { z } from 'zod'
import {
  END_REASONS,
  MESSAGE_KINDS,
  MESSAGE_ROLES,
  SCREENING_CHANNELS,
  SCREENING_STATES,
} from '#src/db/schema/screening.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const inviteBody = z
  .strictObject({
    expires_in_days: z.int().min(1).max(60).default(7).describe('How long the link works'),
    idle_minutes: z
      .int()
      .min(10)
      .max(20_160)
      .default(1440)
      .describe('A screening that has begun is abandoned after so long without an answer'),
    use_ai: z
      .boolean()
      .default(true)
      .describe('Whether a model may be used, where the tenant’s switches and the candidate agree'),
    send_email: z.boolean().default(false).describe('Whether the candidate is sent the link'),
  })
  .meta({ id: 'ScreeningInvite' })

const screening = z.object({
  id: idSchema,
  application_id: idSchema,
  candidate_id: idSchema,
  job_id: idSchema,
  channel: z.enum(SCREENING_CHANNELS).describe('`form`: sent in at once, by whoever asked the candidate'),
  state: z.enum(SCREENING_STATES),
  end_reason: z.enum(END_REASONS).nullable().describe('Why it ended before its questions did'),
  questions_version: z.int(),
  questions: z.int().describe('How many there are'),
  position: z.int().describe('How many of them are done'),
  ai_offered: z.boolean(),
  ai_accepted: z.boolean().nullable().describe('What the candidate said; null before'),
  human_requested_at: timeSchema.nullable(),
  last_sequence: z.int(),
  expires_at: timeSchema.describe('Of the link; of a form when it came in'),
  idle_minutes: z.int().describe('0 for a form'),
  started_at: timeSchema.nullable(),
  ended_at: timeSchema.nullable(),
  duration_seconds: z.int().nullable(),
  created_by: idSchema.nullable(),
  version: z.int(),
  created_at: timeSchema,
  updated_at: timeSchema,
})

export const screeningSchema = screening.meta({ id: 'Screening' })

export const invitedSchema = screening
  .extend({
    token: z.string().describe('The candidate’s, shown this once'),
    link: z.string().nullable().describe('The page that takes the token, where there is one'),
  })
  .meta({ id: 'ScreeningInvited' })

export const screeningPage = pageSchema(screeningSchema, 'ScreeningPage')
const sorts = ['created_at', 'updated_at'] as const
const state = filterBy.words(SCREENING_STATES)
const channel = filterBy.words(SCREENING_CHANNELS)
export const screeningListQuery = listQuery({
  sorts: [...sorts],
  filters: {
    application_id: filterBy.id(),
    job_id: filterBy.id(),
    candidate_id: filterBy.id(),
    channel,
    state,
  },
  item: screeningSchema,
})
export const applicationScreeningsQuery = listQuery({
  sorts: [...sorts],
  filters: { channel, state },
  item: screeningSchema,
})

const message = z.object({
  sequence: z.int().describe('1, 2, 3 … without gaps'),
  role: z.enum(MESSAGE_ROLES),
  kind: z.enum(MESSAGE_KINDS),
  text: z.string(),
  answer: z
    .union([z.string(), z.number(), z.boolean()])
    .nullable()
    .describe('Of an answer: its value by the kind of the question; null where it was left out'),
  question_id: idSchema.nullable(),
  in_reply_to: z.int().nullable(),
  client_message_id: z.string().nullable(),
  written_by_ai: z.boolean(),
  sent_at: timeSchema,
})

export const messageSchema = message.meta({ id: 'ScreeningMessage' })

export const transcriptSchema = z
  .object({
    screening_id: idSchema,
    state: z.enum(SCREENING_STATES),
    messages: z.array(
      message
        .extend({ lineage_id: idSchema.nullable().describe('The call that wrote it, where a model did') })
        .meta({ id: 'ScreeningTranscriptMessage' }),
    ),
  })
  .meta({ id: 'ScreeningTranscript' })
