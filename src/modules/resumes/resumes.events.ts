import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

// No member comes out of the file: an event outlives an erasure.
const upload = z.object({
  parse_id: z.uuid(),
  candidate_id: z.uuid().nullable(),
  job_id: z.uuid().nullable(),
})

const reason_codes = z.array(z.string())

const resumeEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'resume', description, payload })

export const resumeUploaded = resumeEvent(
  'resume.uploaded',
  'A resume was uploaded and waits to be read',
  upload,
)
export const resumeParsed = resumeEvent(
  'resume.parsed',
  'A resume was read; `needs_review` asks a person to look at it',
  upload.extend({
    candidate_id: z.uuid(),
    application_id: z.uuid().nullable(),
    state: z.enum(['parsed', 'needs_review']),
    reason_codes,
  }),
)
export const resumeParseFailed = resumeEvent(
  'resume.parse_failed',
  'A resume could not be read',
  upload.extend({ reason_codes }),
)

export const resumeUpdated = resumeEvent(
  'resume.updated',
  'A resume became the primary one or ceased to be',
  z.object({
    candidate_id: z.uuid().nullable(),
    is_primary: z.boolean(),
    version: z.int(),
    changed: z.array(z.enum(['is_primary'])),
  }),
)

export const resumeEvents = [resumeUploaded, resumeParsed, resumeParseFailed, resumeUpdated]
