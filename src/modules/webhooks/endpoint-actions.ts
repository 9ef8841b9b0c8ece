import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { newId } from '#src/lib/ids.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { insertDelivery } from './deliveries.repo.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { type EndpointRow, lockEndpoint, updateEndpoint } from './endpoints.repo.ts'
import { webhookTest } from './webhooks.events.ts'
import { type Delivery, type Endpoint, presentDelivery, presentEndpoint } from './webhooks.present.ts'
import { found } from './webhooks.service.ts'
import { assertAllowed } from './webhooks.states.ts'
import { resumeTask } from './webhooks.tasks.ts'

/** Lets an endpoint have what was held for it, and what happens from now on. @throws AppError 409 */
export function enable(ctx: RequestContext, id: string, ifMatch: number | undefined): Promise<Endpoint> {
  return withTenant(ctx, async (tx) => {
    const endpoint = found(await lockEndpoint(tx, id))
    assertVersion(ifMatch, endpoint.version)
    assertAllowed(endpoint.status, 'enable')
    const enabled: EndpointRow = {
      ...endpoint,
      status: 'active',
      statusReason: null,
      version: endpoint.version + 1,
      updatedAt: tx.now,
    }
    updateEndpoint(tx, id, enabled)
    enqueue(tx, ctx, resumeTask, { endpoint_id: id })
    return presentEndpoint(enabled)
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

/** Makes a delivery of a `webhook.test` event to this endpoint alone. @throws AppError 409 */
export function test(ctx: RequestContext, id: string): Promise<Delivery> {
  return withTenant(ctx, async (tx) => {
    const endpoint = found(await lockEndpoint(tx, id))
    assertAllowed(endpoint.status, 'test')
    const deliveryId = newId()
    const eventId = emit(tx, ctx, webhookTest, id, { delivery_id: deliveryId })
    const delivery = { id: deliveryId, endpointId: id, eventId, eventType: webhookTest.type }
    return presentDelivery(insertDelivery(tx, delivery))
  })
}
