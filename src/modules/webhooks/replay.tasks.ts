import { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { failOperation, progressOperation, succeedOperation } from '#src/modules/operations/index.ts'
import { defineTask, enqueue, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { deliverTask } from './deliver.tasks.ts'
import { insertDeliveries } from './deliveries.repo.ts'
import { type EndpointRow, findEndpoint } from './endpoints.repo.ts'
import { passes } from './event-filter.ts'
import { matches } from './event-patterns.ts'
import { countReplayed, type PastEvent, readPast, spanOfEvents, type Window } from './replay.repo.ts'
import { webhookTest } from './webhooks.events.ts'

const payload = z.object({
  endpoint_id: z.uuid(),
  operation_id: z.uuid(),
  started_at: z.iso.datetime(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  /** Every event, those whose deliveries all failed, or those that were not delivered for whatever reason. */
  which: z.enum(['all', 'failed', 'undelivered']),
  events: z.array(z.string()).nullable(),
})

export type Replay = z.output<typeof payload>

/** Has an endpoint get again, or for the first time, what happened in a time. */
export const replayTask = defineTask({
  queue: 'default',
  name: 'webhooks.replay',
  payload,
  attempts: 5,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 240_000,
  handler: replay,
  onDead: (ctx, { operation_id }) =>
    withTenant(ctx, async (tx) =>
      failOperation(tx, operation_id, {
        code: 'webhook_endpoint.replay_failed',
        detail: 'Not all events could be replayed.',
      }),
    ),
})

/** Places in the order of events that one transaction looks at. */
const STRETCH = 500

async function replay(ctx: TaskContext, wanted: Replay): Promise<undefined> {
  const span = await readTenantOnce(ctx, spanOfEvents)
  for (let first = span?.first ?? 0; span && first <= span.last; first += STRETCH) {
    ctx.signal.throwIfAborted()
    const last = Math.min(first + STRETCH - 1, span.last)
    await withTenant(ctx, async (tx) => {
      await replayStretch(ctx, tx, wanted, { first, last })
      const done = last - span.first + 1
      progressOperation(tx, wanted.operation_id, { done, total: span.last - span.first + 1 })
    })
  }
  await withTenant(ctx, async (tx) => {
    const replayed = {
      endpointId: wanted.endpoint_id,
      causeId: wanted.operation_id,
      since: new Date(wanted.started_at),
    }
    succeedOperation(tx, wanted.operation_id, { deliveries: await countReplayed(tx, replayed) })
  })
}

async function replayStretch(
  ctx: TaskContext,
  tx: TenantTx,
  wanted: Replay,
  stretch: Pick<Window, 'first' | 'last'>,
): Promise<void> {
  const endpoint = await findEndpoint(tx, wanted.endpoint_id)
  if (!endpoint) return
  const time = { since: new Date(wanted.since), until: new Date(wanted.until) }
  const past = await readPast(tx, { endpointId: endpoint.id, ...stretch, ...time })
  const again = past.filter((event) => isWanted(wanted, event) && isFor(endpoint, event))
  if (again.length === 0) return
  insertDeliveries(
    tx,
    again.map((event) => ({
      id: newId(),
      endpointId: endpoint.id,
      eventId: event.id,
      eventType: event.type,
      causeId: wanted.operation_id,
      replayOf: event.deliveryId,
    })),
  )
  enqueue(tx, ctx, deliverTask, { endpoint_id: endpoint.id })
}

/** What is on its way already needs no replay. */
function isWanted({ which, events }: Replay, { type, deliveryId, delivered, waiting }: PastEvent): boolean {
  if (waiting || (events && !matches(events, type))) return false
  if (which === 'all') return true
  return !delivered && (which === 'undelivered' || deliveryId !== null)
}

/** As if it happened now. */
const isFor = (endpoint: EndpointRow, { type, resourceId, payload }: PastEvent): boolean =>
  type !== webhookTest.type &&
  resourceId !== endpoint.id &&
  matches(endpoint.events, type) &&
  passes(endpoint.filter, payload)
