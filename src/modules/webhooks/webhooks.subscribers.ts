import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { webhookTest } from './webhooks.events.ts'
import { deliverTask, fanOutTask } from './webhooks.tasks.ts'

export const webhookSubscriptions: Subscription[] = [
  {
    events: ['*'],
    task: fanOutTask,
    payload: ({ id, type, resourceId }) =>
      type === webhookTest.type ? undefined : { event_id: id, type, resource_id: resourceId },
  },
  {
    events: [webhookTest.type],
    task: deliverTask,
    payload: ({ payload }) => payload,
  },
]
