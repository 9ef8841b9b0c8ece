import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { defineTask, enqueue, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { deliver, giveUp } from './deliver.ts'
import { resumePaused } from './deliveries.repo.ts'
import { lockEndpoint } from './endpoints.repo.ts'

const common = {
  queue: 'webhooks',
  backoffSeconds: exponentialBackoff,
  payload: z.object({ endpoint_id: z.uuid() }),
} as const

/** An endpoint's turn: one task an endpoint, so that a slow one holds one place in the lane and no more. */
export const deliverTask = defineTask({
  ...common,
  name: 'webhooks.deliver',
  // Some four hours: past the last, all that the endpoint was to get has failed.
  attempts: 10,
  timeoutMs: 60_000,
  key: ({ endpoint_id }) => endpoint_id,
  handler: (ctx, { endpoint_id }) => deliver(ctx, endpoint_id),
  onDead: (ctx, { endpoint_id }) => giveUp(ctx, endpoint_id),
})

/** Takes up again what was held while an endpoint was disabled. */
export const resumeTask = defineTask({
  ...common,
  name: 'webhooks.resume',
  attempts: 5,
  timeoutMs: 120_000,
  handler: (ctx, { endpoint_id }) => resume(ctx, endpoint_id),
})

const RESUME_BATCH = 1000

async function resume(ctx: TaskContext, endpointId: string): Promise<undefined> {
  let resumed: number
  do {
    ctx.signal.throwIfAborted()
    resumed = await withTenant(ctx, async (tx) => {
      const endpoint = await lockEndpoint(tx, endpointId)
      if (endpoint?.status !== 'active') return 0
      enqueue(tx, ctx, deliverTask, { endpoint_id: endpointId })
      return resumePaused(tx, endpointId, RESUME_BATCH)
    })
  } while (resumed === RESUME_BATCH)
}
