import { z } from 'zod'
import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { watchImpact } from './watch-impact.ts'

export const watchImpactTask = defineTask({
  name: 'fairness.watch_impact',
  queue: 'default',
  attempts: 5,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 120_000,
  payload: z.object({}),
  key: () => 'daily',
  handler: async (ctx) => {
    await watchImpact(ctx)
    return undefined
  },
})
