import type { EndpointStatus } from '#src/db/schema/webhooks.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { type EndpointRow, updateEndpoint } from './endpoints.repo.ts'
import { webhookEndpointDisabled } from './webhooks.events.ts'

/** Stops deliveries to an endpoint that the transaction has locked. Those under way become paused when they are due. */
export function disableEndpoint(
  tx: TenantTx,
  ctx: EmitContext,
  endpoint: EndpointRow,
  why: { status: Exclude<EndpointStatus, 'active'>; reason: string },
): EndpointRow {
  const change = {
    status: why.status,
    statusReason: why.reason,
    version: endpoint.version + 1,
    updatedAt: tx.now,
  }
  updateEndpoint(tx, endpoint.id, change)
  emit(tx, ctx, webhookEndpointDisabled, endpoint.id, why)
  return { ...endpoint, ...change }
}
