import { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { defineTask, enqueue, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { deliver, giveUp } from './deliver.ts'
import { insertMissingDeliveries, resumePaused } from './deliveries.repo.ts'
import { listRecipients, lockEndpoint } from './endpoints.repo.ts'
import { patternsOf } from './event-patterns.ts'

const common = { queue: 'webhooks', attempts: 5, backoffSeconds: exponentialBackoff } as const

/** One attempt at a delivery; a receiver that fails is asked again by the same task later. */
export const deliverTask = defineTask({
  ...common,
  name: 'webhooks.deliver',
  payload: z.object({ delivery_id: z.uuid() }),
  timeoutMs: 30_000,
  handler: (ctx, payload) => deliver(ctx, payload.delivery_id),
  onDead: (ctx, payload) => giveUp(ctx, payload.delivery_id),
})

const fanOutPayload = z.object({ event_id: z.uuid(), type: z.string(), resource_id: z.uuid() })

/** Makes an event's deliveries. */
export const fanOutTask = defineTask({
  ...common,
  // Not in the lane of deliveries: slow receivers must not keep others' events waiting.
  queue: 'default',
  name: 'webhooks.fan_out',
  payload: fanOutPayload,
  timeoutMs: 30_000,
  handler: fanOut,
})

async function fanOut(ctx: TaskContext, event: z.output<typeof fanOutPayload>): Promise<undefined> {
  const endpointIds = await readTenantOnce(ctx, (tx) =>
    listRecipients(tx, patternsOf(event.type), event.resource_id),
  )
  if (endpointIds.length === 0) return
  const wanted = endpointIds.map((endpointId) => ({
    id: newId(),
    endpointId,
    eventId: event.event_id,
    eventType: event.type,
  }))
  await withTenant(ctx, async (tx) => {
    for (const id of await insertMissingDeliveries(tx, wanted))
      enqueue(tx, ctx, deliverTask, { delivery_id: id })
  })
}

/** Takes up again what was held while an endpoint was disabled. */
export const resumeTask = defineTask({
  ...common,
  name: 'webhooks.resume',
  payload: z.object({ endpoint_id: z.uuid() }),
  timeoutMs: 120_000,
  handler: (ctx, payload) => resume(ctx, payload.endpoint_id),
})

const RESUME_BATCH = 200

async function resume(ctx: TaskContext, endpointId: string): Promise<undefined> {
  let resumed: number
  do {
    ctx.signal.throwIfAborted()
    resumed = await withTenant(ctx, async (tx) => {
      const endpoint = await lockEndpoint(tx, endpointId)
      if (endpoint?.status !== 'active') return 0
      const ids = await resumePaused(tx, endpointId, RESUME_BATCH)
      for (const id of ids) enqueue(tx, ctx, deliverTask, { delivery_id: id })
      return ids.length
    })
  } while (resumed === RESUME_BATCH)
}

export const webhookTasks = [fanOutTask, deliverTask, resumeTask]
