import { readTenant, readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { deliverTask } from './deliver.tasks.ts'
import {
  type DeliveryOfEvent,
  type DeliveryRow,
  findDelivery,
  insertDelivery,
  listDeliveries as listRows,
} from './deliveries.repo.ts'
import { findEndpoint, lockEndpoint } from './endpoints.repo.ts'
import { deliveryErrors } from './webhooks.errors.ts'
import { type Delivery, presentDelivery, presentDeliveryOfEvent } from './webhooks.present.ts'
import { found } from './webhooks.service.ts'
import { assertAllowed } from './webhooks.states.ts'

export const listDeliveries = (ctx: RequestContext, endpointId: string, request: ListRequest) =>
  readTenant(ctx, async (tx) => {
    found(await findEndpoint(tx, endpointId))
    return pageOf(await listRows(tx, request, { endpoint: { endpointId } }), presentDelivery)
  })

export const readDelivery = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => presentDeliveryOfEvent(foundDelivery(await findDelivery(tx, id))))

/** Makes a new delivery of the same event. @throws AppError 409 while there are attempts to come */
export function retryDelivery(ctx: RequestContext, id: string): Promise<Delivery> {
  return withTenant(ctx, async (tx) => {
    const { endpointId, eventId, eventType, state } = foundDelivery(await findDelivery(tx, id))
    const endpoint = found(await lockEndpoint(tx, endpointId))
    assertAllowed(endpoint.status, 'replay')
    assertEnded(state)
    const newDelivery = newId()
    enqueue(tx, ctx, deliverTask, { endpoint_id: endpointId })
    const again = { id: newDelivery, endpointId, eventId, eventType, causeId: newDelivery, replayOf: id }
    return presentDelivery(insertDelivery(tx, again))
  })
}

/** @throws AppError 404 */
function foundDelivery(row: DeliveryOfEvent | undefined): DeliveryOfEvent {
  if (!row) throw new AppError(deliveryErrors.not_found)
  return row
}

/** @throws AppError 409 */
function assertEnded(state: DeliveryRow['state']): void {
  if (state === 'delivered' || state === 'failed') return
  throw new AppError(deliveryErrors.invalid_transition, {
    detail: `A webhook delivery that is ${state} does not allow retry.`,
    members: {
      current_state: state,
      attempted: 'retry',
      allowed: [],
      reasons: { retry: 'an attempt is still to come' },
    },
  })
}
