import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { recordActivity } from './timeline.repo.ts'

export const recordTask = defineTask({
  name: 'timeline.record',
  queue: 'default',
  payload: z.object({ event_id: z.uuid() }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  handler: async (ctx, { event_id }) => {
    await withTenant(ctx, async (tx) => recordActivity(tx, event_id))
    return undefined
  },
})
