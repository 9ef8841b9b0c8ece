import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { newId } from '#src/lib/ids.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import type { Catalogue } from './catalogue.ts'
import { deliverTask, resumeTask } from './deliver.tasks.ts'
import { insertDelivery } from './deliveries.repo.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { type EndpointRow, lockEndpoint, updateEndpoint } from './endpoints.repo.ts'
import { startReplay } from './replay.ts'
import { webhookTest } from './webhooks.events.ts'
import { type Delivery, type Endpoint, presentDelivery, presentEndpoint } from './webhooks.present.ts'
import { found } from './webhooks.service.ts'
import { assertAllowed } from './webhooks.states.ts'

/** Lets an endpoint have what was held for it, what it missed since `replaySince`, and what happens from now on. @throws AppError 409 */
export function enable(
  ctx: RequestContext,
  id: string,
  replaySince: string | undefined,
  ifMatch: number | undefined,
) {
  return withTenant(ctx, async (tx) => {
    const endpoint = found(await lockEndpoint(tx, id))
    assertVersion(ifMatch, endpoint.version)
    assertAllowed(endpoint.status, 'enable')
    const enabled: EndpointRow = {
      ...endpoint,
      status: 'active',
      statusReason: null,
      firstFailingAt: null,
      failureCount: 0,
      version: endpoint.version + 1,
      updatedAt: tx.now,
    }
    updateEndpoint(tx, id, enabled)
    enqueue(tx, ctx, resumeTask, { endpoint_id: id })
    const missed = { which: 'undelivered', events: null } as const
    const operation = replaySince && startReplay(ctx, tx, id, { since: new Date(replaySince), ...missed })
    return { ...presentEndpoint(enabled), replay_operation_id: operation ? operation.id : null }
  })
}

/** Holds what an endpoint was to get from now on, and tells it nothing of what happens meanwhile. @throws AppError 409 */
export function disable(
  ctx: RequestContext,
  id: string,
  reason: string | null | undefined,
  ifMatch: number | undefined,
): Promise<Endpoint> {
  return withTenant(ctx, async (tx) => {
    const endpoint = found(await lockEndpoint(tx, id))
    assertVersion(ifMatch, endpoint.version)
    assertAllowed(endpoint.status, 'disable')
    return presentEndpoint(
      disableEndpoint(tx, ctx, endpoint, { status: 'disabled_manual', reason: reason ?? 'manual' }),
    )
  })
}

/** Makes a delivery of a `webhook.test` event, or of the example of a type, to this endpoint alone. @throws AppError 409 */
export function test(
  ctx: RequestContext,
  id: string,
  { samples }: Catalogue,
  type: string | undefined,
): Promise<Delivery> {
  return withTenant(ctx, async (tx) => {
    const endpoint = found(await lockEndpoint(tx, id))
    assertAllowed(endpoint.status, 'test')
    const deliveryId = newId()
    const sample = type === undefined ? undefined : samples.get(type)
    const eventId = emit(tx, ctx, webhookTest, id, { delivery_id: deliveryId, ...(sample && { sample }) })
    enqueue(tx, ctx, deliverTask, { endpoint_id: id })
    const eventType = sample?.type ?? webhookTest.type
    const delivery = { id: deliveryId, endpointId: id, eventId, eventType, causeId: eventId, replayOf: null }
    return presentDelivery(insertDelivery(tx, delivery))
  })
}
