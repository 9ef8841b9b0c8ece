import { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { idOf, newId } from '#src/lib/ids.ts'
import { enqueue, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { insertBundle } from './bundles.repo.ts'
import { deliverTask } from './deliver.tasks.ts'
import { insertDeliveries, type NewDelivery } from './deliveries.repo.ts'
import { listRecipients, type Recipient } from './endpoints.repo.ts'
import { passes } from './event-filter.ts'
import { matches } from './event-patterns.ts'
import { type EventInOrder, eventsOf, readPayloads } from './replay.repo.ts'
import { webhookTest } from './webhooks.events.ts'

/** A stretch of the tenant's order. */
export const fanOutPayload = z.object({ first: z.int(), last: z.int() })

/** Makes the deliveries of events. */
export async function fanOut(ctx: TaskContext, stretch: z.output<typeof fanOutPayload>): Promise<undefined> {
  const recipients = await readTenantOnce(ctx, listRecipients)
  if (recipients.length === 0) return
  const events = await readTenantOnce(ctx, (tx) => eventsOf(tx, stretch))
  const wanted = await filtered(
    ctx,
    recipients.flatMap((recipient) =>
      events.filter((event) => subscribes(recipient, event)).map((event) => ({ recipient, event })),
    ),
  )
  if (wanted.length === 0) return
  await withTenant(ctx, async (tx) => {
    for (const [recipient, ofRecipient] of Map.groupBy(wanted, ({ recipient }) => recipient)) {
      const deliveries = ofRecipient.map(deliveryOf)
      if (recipient.bundles >= MAX_BUNDLES) insertDeliveries(tx, deliveries)
      else
        insertBundle(tx, { id: idOf(`${ctx.task.id}:${recipient.id}`), endpointId: recipient.id, deliveries })
      enqueue(tx, ctx, deliverTask, { endpoint_id: recipient.id })
    }
    ctx.task.finishWith(tx)
  })
}

/** Whoever reads the log looks into all bundles, so what is behind so many gets its rows at once. */
const MAX_BUNDLES = 20

interface Wanted {
  recipient: Recipient
  event: EventInOrder
}

/** What is about an endpoint does not go to that endpoint, and a test has a delivery of its own. */
const subscribes = ({ id, events }: Recipient, { type, resourceId }: EventInOrder): boolean =>
  type !== webhookTest.type && resourceId !== id && matches(events, type)

/** Payloads are read only where a filter asks for them. */
async function filtered(ctx: TaskContext, wanted: Wanted[]): Promise<Wanted[]> {
  const ids = wanted.filter(({ recipient }) => recipient.filter).map(({ event }) => event.id)
  if (ids.length === 0) return wanted
  const payloads = await readTenantOnce(ctx, (tx) => readPayloads(tx, [...new Set(ids)]))
  return wanted.filter(({ recipient, event }) => passes(recipient.filter, payloads.get(event.id)))
}

const deliveryOf = ({ recipient, event }: Wanted): NewDelivery => ({
  id: newId(),
  endpointId: recipient.id,
  eventId: event.id,
  eventType: event.type,
  causeId: event.id,
  replayOf: null,
})
