import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { recordTask } from './timeline.tasks.ts'

export const timelineSubscriptions: readonly Subscription[] = [
  {
    events: ['*'],
    task: recordTask,
    payload: ({ id, type, payload }) =>
      type.startsWith('candidate.') || typeof payload.candidate_id === 'string'
        ? { event_ids: [id] }
        : undefined,
  },
]
