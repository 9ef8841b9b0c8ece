import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { reassignCandidatesTask } from './candidates.tasks.ts'

export const candidateSubscriptions: readonly Subscription[] = [
  {
    events: ['member.removed'],
    task: reassignCandidatesTask,
    payload: ({ resourceId, payload: { reassigned_to: to } }) => (to ? { from: resourceId, to } : undefined),
  },
]
