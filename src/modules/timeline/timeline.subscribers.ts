import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { recordTask } from './timeline.tasks.ts'

/** Every line of a chat: its beginning and its end are what a timeline tells. */
const TOO_OFTEN: ReadonlySet<string> = new Set(['screening.message_added'])

export const timelineSubscriptions: readonly Subscription[] = [
  {
    events: ['*'],
    task: recordTask,
    payload: ({ id, type, payload }) => {
      if (TOO_OFTEN.has(type)) return undefined
      const isTold = type.startsWith('candidate.') || typeof payload.candidate_id === 'string'
      return isTold ? { event_ids: [id] } : undefined
    },
  },
]
