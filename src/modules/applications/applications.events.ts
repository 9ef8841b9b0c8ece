import { z } from 'zod'
import { bulkIdSchema, defineEvent } from '#src/platform/events/events.ts'

const application = z.object({
  job_id: z.uuid(),
  candidate_id: z.uuid(),
  stage_id: z.uuid(),
  status: z.string(),
  version: z.int(),
  bulk_id: bulkIdSchema,
})

const step = application.extend({ from_status: z.string(), from_stage_id: z.uuid() })
const closing = step.extend({ rejection_reason_id: z.uuid().nullable() })

const applicationEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'application', description, payload })

export const applicationCreated = applicationEvent(
  'application.created',
  'A candidate applied to a job',
  application,
)
export const applicationUpdated = applicationEvent(
  'application.updated',
  'Fields of an application changed, or its stage was renamed',
  application.extend({ changed: z.array(z.string()) }),
)
export const applicationStageChanged = applicationEvent(
  'application.stage_changed',
  'An application came to another stage of its job',
  step,
)
export const applicationRejected = applicationEvent(
  'application.rejected',
  'An application was rejected',
  closing.extend({ reason: z.string().nullable().describe('`job_closed` where closing the job did it') }),
)
export const applicationUnrejected = applicationEvent(
  'application.unrejected',
  'The rejection of an application was taken back',
  step,
)
export const applicationWithdrawn = applicationEvent(
  'application.withdrawn',
  'A candidate withdrew an application',
  closing,
)
export const applicationHired = applicationEvent(
  'application.hired',
  'A candidate was hired',
  step.extend({ hired_at: z.iso.datetime() }),
)
export const applicationUnhired = applicationEvent('application.unhired', 'A hire was taken back', step)
export const applicationTransferred = applicationEvent(
  'application.transferred',
  'An application was moved to another job',
  step.extend({ from_job_id: z.uuid() }),
)
export const applicationDeleted = applicationEvent(
  'application.deleted',
  'An application was deleted',
  application,
)

export const applicationEvents = [
  applicationCreated,
  applicationUpdated,
  applicationStageChanged,
  applicationRejected,
  applicationUnrejected,
  applicationWithdrawn,
  applicationHired,
  applicationUnhired,
  applicationTransferred,
  applicationDeleted,
]
