import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { deliverTask } from './deliver.tasks.ts'
import { fanOutTask } from './fan-out.tasks.ts'
import { tenantsWithEndpoints } from './listening.repo.ts'
import { webhookEndpointDisabled, webhookTest } from './webhooks.events.ts'

export const webhookSubscriptions: Subscription[] = [
  {
    events: ['*'],
    task: fanOutTask,
    payload: ({ type, sequence }) =>
      type === webhookTest.type ? undefined : { first: sequence, last: sequence },
    heardBy: tenantsWithEndpoints,
  },
  {
    // Holds what is waiting.
    events: [webhookEndpointDisabled.type],
    task: deliverTask,
    payload: ({ resourceId }) => ({ endpoint_id: resourceId }),
  },
]
