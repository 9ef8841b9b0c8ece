import { z } from 'zod'
import { DELIVERY_STATES, ENDPOINT_STATUSES } from '#src/db/schema/webhooks.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { operationSchema } from '#src/modules/operations/index.ts'
import { eventMessageSchema } from '#src/platform/events/event-message.ts'
import type { Catalogue } from './catalogue.ts'
import { customHeaders } from './custom-headers.ts'
import { filterSchema } from './event-filter.ts'
import { ENDPOINT_ACTIONS } from './webhooks.states.ts'

export const idParams = z.object({ id: idSchema })

/** The bodies that make and change an endpoint, given what it may ask for. */
export function endpointBodies({ types, patterns }: Catalogue) {
  const pattern = z.enum(patterns, 'is no event type, no `<noun>.*` and not `*`').meta({ id: 'EventPattern' })
  const editable = {
    url: z
      .string()
      .min(1)
      .max(2048)
      .regex(/^[^\p{Cc}\p{Cs}\s]*$/u, 'must not contain spaces or control characters')
      .describe('https on port 443 or 80 of a public address'),
    events: z
      .array(pattern)
      .min(1)
      .max(100)
      .transform((events) => [...new Set(events)])
      .describe('Event types, `<noun>.*` for all of a noun, or `*`'),
    filter: filterSchema
      .nullish()
      .describe('By member of `data`, the values it may have; events without the member are left out'),
    description: lineSchema(200).nullish(),
    headers: customHeaders.nullish().describe('Sent with each delivery; the values are never shown again'),
    max_attempts: z.int().min(1).max(10).optional().describe('10 attempts take some three days'),
  }
  const body = z.strictObject(editable)
  return {
    create: body.meta({ id: 'WebhookEndpointCreate' }),
    patch: body.partial().meta({ id: 'WebhookEndpointUpdate' }),
    test: z
      .strictObject({
        event_type: z
          .enum(types, 'is no event type')
          .optional()
          .describe('Sends the example of this type, with the header `x-shortlist-test: true`'),
      })
      .meta({ id: 'WebhookTest' }),
    replay: z
      .strictObject({
        since: timeBound,
        until: timeBound.optional().describe('Without it, now'),
        only_failed: z.boolean().optional().describe('Only events whose deliveries failed'),
        events: z.array(pattern).min(1).max(100).optional().describe('Only these, of those it asked for'),
      })
      .meta({ id: 'WebhookReplay' }),
  }
}

const timeBound = z.iso.datetime({ offset: true })

export const enableBody = z
  .strictObject({
    replay_since: timeBound
      .optional()
      .describe('Delivers also what it missed since then because it was disabled, failed or did not exist'),
  })
  .meta({ id: 'WebhookEndpointEnable' })

export const rotateBody = z
  .strictObject({
    overlap_hours: z
      .int()
      .min(0)
      .max(72)
      .default(24)
      .describe('How long the old secret signs beside the new one; 0 ends all old ones at once'),
  })
  .meta({ id: 'WebhookSecretRotate' })

type EndpointBodies = ReturnType<typeof endpointBodies>
export type EndpointCreate = z.output<EndpointBodies['create']>
export type EndpointPatch = z.output<EndpointBodies['patch']>
export type ReplayRequest = z.output<EndpointBodies['replay']>

export const endpointSchema = z
  .object({
    id: idSchema,
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.string()),
    filter: filterSchema.nullable(),
    header_names: z.array(z.string()).describe('Names of the custom headers'),
    max_attempts: z.int(),
    status: z.enum(ENDPOINT_STATUSES),
    status_reason: z
      .string()
      .nullable()
      .describe('`gone`: the receiver answered 410; `failing`: it only failed for days'),
    first_failing_at: timeSchema.nullable().describe('Since when every attempt has failed'),
    failure_count: z
      .int()
      .describe('Failed attempts since then; those within a minute of each other count once'),
    last_success_at: timeSchema.nullable().describe('To the minute'),
    last_failure_at: timeSchema.nullable().describe('To the minute'),
    allowed_actions: z.array(z.enum(ENDPOINT_ACTIONS)),
    created_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'WebhookEndpoint' })

export const newEndpointSchema = endpointSchema
  .extend({ secret: z.string().describe('`whsec_` and the base64 of the signing key. Shown this once') })
  .meta({ id: 'NewWebhookEndpoint' })

export const rotatedEndpointSchema = newEndpointSchema
  .extend({ old_secret_until: timeSchema.nullable().describe('When the secret before ceases to sign') })
  .meta({ id: 'RotatedWebhookEndpoint' })

export const enabledEndpointSchema = endpointSchema
  .extend({ replay_operation_id: idSchema.nullable().describe('The operation that `replay_since` began') })
  .meta({ id: 'EnabledWebhookEndpoint' })

export const replaySchema = z.object({ operation: operationSchema }).meta({ id: 'WebhookReplayStarted' })

export const endpointPage = pageSchema(endpointSchema, 'WebhookEndpointPage')

export const endpointListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: { status: filterBy.words(ENDPOINT_STATUSES) },
  item: endpointSchema,
})

export const disableBody = z
  .strictObject({ reason: lineSchema(200).nullish() })
  .meta({ id: 'WebhookEndpointDisable' })

const attemptSchema = z
  .object({
    at: timeSchema,
    status: z.int().nullable().describe('Of the answer'),
    error: z.string().nullable().describe('Why there was none, such as `timeout` or `blocked_address`'),
    duration_ms: z.int(),
    response: z.string().nullable().describe('The first KiB of the answer, without control characters'),
  })
  .meta({ id: 'WebhookAttempt' })

export const deliverySchema = z
  .object({
    id: idSchema,
    endpoint_id: idSchema,
    event_id: idSchema.describe('The `webhook-id` of every attempt'),
    event_type: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.array(attemptSchema).describe('Oldest first'),
    next_retry_at: timeSchema.nullable(),
    delivered_at: timeSchema.nullable(),
    replay_of: idSchema.nullable(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'WebhookDelivery' })

export const deliveryOfEventSchema = deliverySchema
  .extend({ payload: eventMessageSchema.describe('The body of every attempt') })
  .meta({ id: 'WebhookDeliveryWithPayload' })

export const deliveryPage = pageSchema(deliverySchema, 'WebhookDeliveryPage')

export const deliveryListQuery = listQuery({
  sorts: ['created_at'],
  filters: {
    state: filterBy.words(DELIVERY_STATES),
    event_type: filterBy.text(),
    created_at: filterBy.time(),
  },
  item: deliverySchema,
})
