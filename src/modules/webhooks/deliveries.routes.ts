import { defineRoute } from '#src/http/route.ts'
import { listDeliveries, readDelivery, retryDelivery } from './deliveries.service.ts'
import { deliveryErrors, webhookErrors } from './webhooks.errors.ts'
import { readWebhooks, writeWebhooks } from './webhooks.policy.ts'
import {
  deliveryListQuery,
  deliveryOfEventSchema,
  deliveryPage,
  deliverySchema,
  idParams,
} from './webhooks.schemas.ts'

const tag = 'Webhooks'

export const deliveryRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/webhook-endpoints/:id/deliveries',
    operationId: 'listWebhookDeliveries',
    summary: 'List what was, and is to be, delivered to an endpoint',
    description: 'Kept as long as the events they carry: 30 days.',
    tag,
    access: readWebhooks,
    params: idParams,
    query: deliveryListQuery,
    success: { status: 200, schema: deliveryPage },
    errors: [webhookErrors.not_found],
    handler: (ctx, { params, query }) => listDeliveries(ctx, params.id, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/webhook-deliveries/:id',
    operationId: 'readWebhookDelivery',
    summary: 'Read a delivery with its attempts and what it carries',
    tag,
    access: readWebhooks,
    params: idParams,
    success: { status: 200, schema: deliveryOfEventSchema },
    errors: [deliveryErrors.not_found],
    handler: (ctx, { params }) => readDelivery(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/webhook-deliveries/:id/retry',
    operationId: 'retryWebhookDelivery',
    summary: 'Deliver again what failed, or was delivered',
    description: 'Answers a new delivery of the same event, with the same `webhook-id`.',
    tag,
    access: writeWebhooks,
    params: idParams,
    success: { status: 200, schema: deliverySchema },
    errors: [deliveryErrors.not_found, deliveryErrors.invalid_transition, webhookErrors.invalid_transition],
    handler: (ctx, { params }) => retryDelivery(ctx, params.id),
  }),
]
