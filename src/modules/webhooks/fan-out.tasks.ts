import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { fanOut, fanOutPayload } from './fan-out.ts'

/** Makes the deliveries of a tenant's events. */
export const fanOutTask = defineTask({
  // Not in the lane of deliveries: slow receivers must not keep others' events waiting.
  queue: 'default',
  name: 'webhooks.fan_out',
  payload: fanOutPayload,
  attempts: 5,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  merge: (payloads) => ({
    first: Math.min(...payloads.map(({ first }) => first)),
    last: Math.max(...payloads.map(({ last }) => last)),
  }),
  handler: fanOut,
})
