import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { closeUnwantedTask } from './screening.tasks.ts'

/** What may leave a screening without anybody to need it. A candidate is deleted only after their applications have ended. */
export const screeningSubscriptions: readonly Subscription[] = [
  {
    events: [
      'application.rejected',
      'application.withdrawn',
      'application.hired',
      'application.transferred',
      'application.deleted',
      'job.deleted',
    ],
    task: closeUnwantedTask,
    payload: ({ resourceId }) => ({ about: resourceId }),
  },
]
