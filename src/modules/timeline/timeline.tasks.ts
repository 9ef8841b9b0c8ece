import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { recordActivities } from './timeline.repo.ts'

export const recordTask = defineTask({
  name: 'timeline.record',
  queue: 'default',
  payload: z.object({ event_ids: z.array(z.uuid()).min(1) }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  merge: (payloads) => ({ event_ids: payloads.flatMap(({ event_ids }) => event_ids) }),
  handler: async (ctx, { event_ids }) => {
    await withTenant(ctx, async (tx) => {
      recordActivities(tx, event_ids)
      ctx.task.finishWith(tx)
    })
    return undefined
  },
})
