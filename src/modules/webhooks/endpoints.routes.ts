import { defineRoute, type Route } from '#src/http/route.ts'
import type { Catalogue } from './catalogue.ts'
import { webhookErrors } from './webhooks.errors.ts'
import { readWebhooks, writeWebhooks } from './webhooks.policy.ts'
import {
  endpointBodies,
  endpointListQuery,
  endpointPage,
  endpointSchema,
  idParams,
  newEndpointSchema,
} from './webhooks.schemas.ts'
import {
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  readEndpoint,
  updateEndpoint,
} from './webhooks.service.ts'

const tag = 'Webhooks'
const { not_found, limit, invalid_url, invalid_filter } = webhookErrors

export function endpointRoutes(catalogue: Catalogue): Route[] {
  const bodies = endpointBodies(catalogue)
  return [
    defineRoute({
      method: 'GET',
      url: '/v1/webhook-endpoints',
      operationId: 'listWebhookEndpoints',
      summary: 'List webhook endpoints',
      tag,
      access: readWebhooks,
      query: endpointListQuery,
      success: { status: 200, schema: endpointPage },
      handler: (ctx, { query }) => listEndpoints(ctx, query),
    }),
    defineRoute({
      method: 'POST',
      url: '/v1/webhook-endpoints',
      operationId: 'createWebhookEndpoint',
      summary: 'Have events delivered to a URL',
      description: `Deliveries are signed by [Standard Webhooks](https://www.standardwebhooks.com) with the \`secret\`, which
is in this answer and nowhere else. A name that does not resolve yet is accepted; private addresses are not, then or later.`,
      tag,
      access: writeWebhooks,
      body: bodies.create,
      success: { status: 201, schema: newEndpointSchema },
      errors: [limit, invalid_url, invalid_filter],
      secretAnswer: true,
      handler: (ctx, { body }) => createEndpoint(ctx, body, catalogue),
    }),
    defineRoute({
      method: 'GET',
      url: '/v1/webhook-endpoints/:id',
      operationId: 'readWebhookEndpoint',
      summary: 'Read a webhook endpoint',
      tag,
      access: readWebhooks,
      params: idParams,
      success: { status: 200, schema: endpointSchema },
      errors: [not_found],
      handler: (ctx, { params }) => readEndpoint(ctx, params.id),
    }),
    defineRoute({
      method: 'PATCH',
      url: '/v1/webhook-endpoints/:id',
      operationId: 'updateWebhookEndpoint',
      summary: 'Change a webhook endpoint',
      description: 'Absent fields stay, null clears a field, `headers` are replaced as a whole.',
      tag,
      access: writeWebhooks,
      params: idParams,
      body: bodies.patch,
      success: { status: 200, schema: endpointSchema },
      errors: [not_found, invalid_url, invalid_filter],
      handler: (ctx, { params, body, headers }) =>
        updateEndpoint(ctx, params.id, body, { ifMatch: headers.ifMatch, catalogue }),
    }),
    defineRoute({
      method: 'DELETE',
      url: '/v1/webhook-endpoints/:id',
      operationId: 'deleteWebhookEndpoint',
      summary: 'Remove a webhook endpoint',
      description: 'What was still to be delivered to it fails.',
      tag,
      access: writeWebhooks,
      params: idParams,
      success: { status: 204 },
      errors: [not_found],
      handler: (ctx, { params, headers }) => deleteEndpoint(ctx, params.id, headers.ifMatch),
    }),
  ]
}
