import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const application = z.object({
  job_id: z.uuid(),
  candidate_id: z.uuid(),
  stage_id: z.uuid(),
  status: z.string(),
  version: z.int(),
})

const applicationEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'application', description, payload })

export const applicationCreated = applicationEvent(
  'application.created',
  'A candidate applied to a job',
  application,
)
export const applicationUpdated = applicationEvent(
  'application.updated',
  'Fields of an application changed',
  application.extend({ changed: z.array(z.string()) }),
)
export const applicationRejected = applicationEvent(
  'application.rejected',
  'An application was rejected',
  application.extend({
    from_status: z.string(),
    reason: z.string().nullable().describe('`job_closed` where closing the job did it'),
  }),
)

export const applicationEvents = [applicationCreated, applicationUpdated, applicationRejected]
