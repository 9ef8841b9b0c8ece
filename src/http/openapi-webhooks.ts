import { z } from 'zod'
import { eventMessageSchema } from '#src/platform/events/event-message.ts'
import type { EventDefinition } from '#src/platform/events/events.ts'
import type { JsonSchema } from './json-schema-refs.ts'
import type { ContractSchemas } from './openapi-schemas.ts'

/** The request that a webhook endpoint gets for each event of a type. */
export function webhookOf(definition: EventDefinition, schemas: ContractSchemas): JsonSchema {
  const schema = schemas.received(eventSchema(definition))
  return {
    post: {
      operationId: operationIdOf(definition.type),
      summary: definition.description,
      tags: ['Webhooks'],
      security: [],
      parameters: SIGNATURE_HEADERS,
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: {
        '2XX': { description: 'Delivered' },
        410: { description: 'The endpoint is gone and will be disabled' },
      },
    },
  }
}

const eventSchema = ({ type, resource, payload }: EventDefinition) =>
  eventMessageSchema.extend({ type: z.literal(type), resource: z.literal(resource), data: payload })

/** `api_key.created` as `onApiKeyCreated`. */
const operationIdOf = (type: string) =>
  `on${type
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`

/** Those of Standard Webhooks. */
const SIGNATURE_HEADERS = [
  headerParameter('webhook-id', 'The same at each attempt to deliver the same event'),
  headerParameter('webhook-timestamp', 'Seconds since 1970 when this attempt was made'),
  headerParameter(
    'webhook-signature',
    '`v1,` and the base64 HMAC-SHA256 of `{id}.{timestamp}.{body}`; several, separated by spaces, while an old secret overlaps',
  ),
]

function headerParameter(name: string, description: string): JsonSchema {
  return { name, in: 'header', required: true, description, schema: { type: 'string' } }
}
