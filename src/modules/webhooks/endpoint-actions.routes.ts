import { defineRoute } from '#src/http/route.ts'
import { disable, enable, test } from './endpoint-actions.ts'
import { webhookErrors } from './webhooks.errors.ts'
import { readWebhooks, writeWebhooks } from './webhooks.policy.ts'
import {
  deliveryListQuery,
  deliveryPage,
  deliverySchema,
  disableBody,
  endpointParams,
  endpointSchema,
} from './webhooks.schemas.ts'
import { listDeliveries } from './webhooks.service.ts'

const tag = 'Webhooks'
const { not_found, invalid_transition } = webhookErrors

export const endpointActionRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/webhook-endpoints/:id/enable',
    operationId: 'enableWebhookEndpoint',
    summary: 'Deliver to an endpoint again',
    description: 'What was held while it was disabled is delivered too.',
    tag,
    access: writeWebhooks,
    params: endpointParams,
    success: { status: 200, schema: endpointSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, headers }) => enable(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/webhook-endpoints/:id/disable',
    operationId: 'disableWebhookEndpoint',
    summary: 'Deliver nothing to an endpoint for now',
    description:
      'Deliveries that are not finished are held until it is enabled; events from now on are not for it.',
    tag,
    access: writeWebhooks,
    params: endpointParams,
    body: disableBody,
    success: { status: 200, schema: endpointSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, body, headers }) => disable(ctx, params.id, body.reason, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/webhook-endpoints/:id/test',
    operationId: 'testWebhookEndpoint',
    summary: 'Send a `webhook.test` event to an endpoint alone',
    description: 'Answers the delivery, which is sent after this answer; see the deliveries for how it went.',
    tag,
    access: writeWebhooks,
    params: endpointParams,
    success: { status: 200, schema: deliverySchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params }) => test(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/webhook-endpoints/:id/deliveries',
    operationId: 'listWebhookDeliveries',
    summary: 'List what was, and is to be, delivered to an endpoint',
    tag,
    access: readWebhooks,
    params: endpointParams,
    query: deliveryListQuery,
    success: { status: 200, schema: deliveryPage },
    errors: [not_found],
    handler: (ctx, { params, query }) => listDeliveries(ctx, params.id, query),
  }),
]
