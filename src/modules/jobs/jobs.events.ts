import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const job = z.object({ title: z.string(), status: z.string(), version: z.int() })
const moved = job.extend({ from_status: z.string(), reason: z.string().nullable() })

const jobEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'job', description, payload })

export const jobCreated = jobEvent('job.created', 'A job was drafted', job)
export const jobUpdated = jobEvent(
  'job.updated',
  'Fields or skills of a job changed',
  job.extend({ changed: z.array(z.string()) }),
)
export const jobDeleted = jobEvent('job.deleted', 'A job was deleted', job)
export const jobOpened = jobEvent('job.opened', 'A job takes applications', moved)
export const jobPaused = jobEvent('job.paused', 'A job takes no applications for now', moved)
export const jobClosed = jobEvent(
  'job.closed',
  'A job takes no more applications',
  moved.extend({ application_disposition: z.enum(['keep', 'reject']).nullable() }),
)
export const jobReopened = jobEvent('job.reopened', 'A closed job takes applications again', moved)
export const jobCancelled = jobEvent('job.cancelled', 'A job was given up', moved)

export const jobEvents = [
  jobCreated,
  jobUpdated,
  jobDeleted,
  jobOpened,
  jobPaused,
  jobClosed,
  jobReopened,
  jobCancelled,
]
