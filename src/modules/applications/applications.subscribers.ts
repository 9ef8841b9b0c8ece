import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { rejectApplicationsOfJob } from './applications.tasks.ts'

export const applicationSubscriptions: readonly Subscription[] = [
  {
    events: ['job.closed'],
    task: rejectApplicationsOfJob,
    payload: ({ resourceId, payload: { application_disposition: disposition } }) =>
      disposition === 'reject' ? { job_id: resourceId } : undefined,
  },
]
