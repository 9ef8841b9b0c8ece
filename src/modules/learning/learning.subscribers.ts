import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { deriveTask } from './learning.tasks.ts'

/** Whatever an application went through, it is asked what it says now. */
export const learningSubscriptions: readonly Subscription[] = [
  {
    events: [
      'application.stage_changed',
      'application.hired',
      'application.unhired',
      'application.rejected',
      'application.unrejected',
      'application.transferred',
      'application.deleted',
    ],
    task: deriveTask,
    payload: ({ resourceId }) => ({ applicationId: resourceId }),
  },
]
