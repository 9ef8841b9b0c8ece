import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { reassignJobsTask } from './jobs.tasks.ts'

export const jobSubscriptions: readonly Subscription[] = [
  {
    events: ['member.removed'],
    task: reassignJobsTask,
    payload: ({ resourceId, payload: { reassigned_to: to } }) => (to ? { from: resourceId, to } : undefined),
  },
]
