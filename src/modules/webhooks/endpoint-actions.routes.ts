import { defineRoute, type Route } from '#src/http/route.ts'
import type { Catalogue } from './catalogue.ts'
import { disable, enable, test } from './endpoint-actions.ts'
import { replay } from './replay.ts'
import { rotateSecret } from './rotate-secret.ts'
import { webhookErrors } from './webhooks.errors.ts'
import { writeWebhooks } from './webhooks.policy.ts'
import {
  deliverySchema,
  disableBody,
  enableBody,
  enabledEndpointSchema,
  endpointBodies,
  endpointSchema,
  idParams,
  replaySchema,
  rotateBody,
  rotatedEndpointSchema,
} from './webhooks.schemas.ts'

const tag = 'Webhooks'
const { not_found, invalid_transition, invalid_time } = webhookErrors

export function endpointActionRoutes(catalogue: Catalogue): Route[] {
  const bodies = endpointBodies(catalogue)
  return [
    defineRoute({
      method: 'POST',
      url: '/v1/webhook-endpoints/:id/enable',
      operationId: 'enableWebhookEndpoint',
      summary: 'Deliver to an endpoint again',
      description:
        'What was held while it was disabled is delivered too; with `replay_since`, whatever it missed since then.',
      tag,
      access: writeWebhooks,
      params: idParams,
      body: enableBody,
      success: { status: 200, schema: enabledEndpointSchema },
      errors: [not_found, invalid_transition, invalid_time],
      handler: (ctx, { params, body, headers }) => enable(ctx, params.id, body.replay_since, headers.ifMatch),
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
      params: idParams,
      body: disableBody,
      success: { status: 200, schema: endpointSchema },
      errors: [not_found, invalid_transition],
      handler: (ctx, { params, body, headers }) => disable(ctx, params.id, body.reason, headers.ifMatch),
    }),
    defineRoute({
      method: 'POST',
      url: '/v1/webhook-endpoints/:id/test',
      operationId: 'testWebhookEndpoint',
      summary: 'Send a `webhook.test` event, or the example of any type, to an endpoint alone',
      description:
        'Answers the delivery, which is sent after this answer; see the deliveries for how it went.',
      tag,
      access: writeWebhooks,
      params: idParams,
      body: bodies.test,
      success: { status: 200, schema: deliverySchema },
      errors: [not_found, invalid_transition],
      handler: (ctx, { params, body }) => test(ctx, params.id, catalogue, body.event_type),
    }),
    defineRoute({
      method: 'POST',
      url: '/v1/webhook-endpoints/:id/rotate-secret',
      operationId: 'rotateWebhookSecret',
      summary: 'Replace the secret of an endpoint',
      description: `The new \`secret\` is in this answer and nowhere else. Until the overlap ends, deliveries carry the
signatures of the new secret and of up to two before it, newest first.`,
      tag,
      access: writeWebhooks,
      params: idParams,
      body: rotateBody,
      success: { status: 200, schema: rotatedEndpointSchema },
      errors: [not_found],
      secretAnswer: true,
      handler: (ctx, { params, body, headers }) =>
        rotateSecret(ctx, params.id, body.overlap_hours, headers.ifMatch),
    }),
    defineRoute({
      method: 'POST',
      url: '/v1/webhook-endpoints/:id/replay',
      operationId: 'replayWebhookEvents',
      summary: 'Deliver the events of a time again',
      description: `Of what the endpoint asks for now, also what happened before it existed or while it was disabled; but not what
is on its way to it already. The operation tells how many deliveries that makes.`,
      tag,
      access: writeWebhooks,
      params: idParams,
      body: bodies.replay,
      success: { status: 202, schema: replaySchema },
      errors: [not_found, invalid_transition, invalid_time],
      handler: (ctx, { params, body }) => replay(ctx, params.id, body),
    }),
  ]
}
