import { z } from 'zod'
import type { Actor } from '#src/db/schema/events.ts'

const time = z.iso.datetime().meta({ description: 'RFC 3339, UTC' })

const actorSchema = z
  .object({ type: z.enum(['user', 'api_key', 'system']), id: z.uuid().nullable() })
  .meta({ id: 'Actor' })

/** An event as integrators see it: the body of a webhook, and an item of `GET /v1/events`. */
export const eventMessageSchema = z
  .object({
    id: z.uuid().describe('The `webhook-id` of its deliveries'),
    type: z.string(),
    sequence: z
      .int()
      .describe('The place in the order of the tenant’s events: deliveries may overtake each other'),
    occurred_at: time,
    tenant_id: z.uuid(),
    resource: z.string(),
    resource_id: z.uuid(),
    data: z.record(z.string(), z.unknown()).describe('By the schema of the type, at `/v1/event-types`'),
    actor: actorSchema,
    request_id: z.uuid(),
  })
  .meta({ id: 'Event' })

export type EventMessage = z.output<typeof eventMessageSchema>

/** An event that the relay has given its place. */
export interface SequencedEvent {
  id: string
  type: string
  sequence: number
  occurredAt: Date
  tenantId: string
  resource: string
  resourceId: string
  payload: Record<string, unknown>
  actor: Actor
  requestId: string
}

export const presentEvent = (event: SequencedEvent): EventMessage => ({
  id: event.id,
  type: event.type,
  sequence: event.sequence,
  occurred_at: event.occurredAt.toISOString(),
  tenant_id: event.tenantId,
  resource: event.resource,
  resource_id: event.resourceId,
  data: event.payload,
  actor: event.actor,
  request_id: event.requestId,
})
