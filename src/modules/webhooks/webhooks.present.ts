import type { z } from 'zod'
import type { DeliveryRow } from './deliveries.repo.ts'
import type { EndpointRow } from './endpoints.repo.ts'
import type { deliverySchema, endpointSchema } from './webhooks.schemas.ts'
import { allowedActions } from './webhooks.states.ts'

export type Endpoint = z.input<typeof endpointSchema>

export const presentEndpoint = (row: EndpointRow): Endpoint => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  header_names: row.headerNames,
  max_attempts: row.maxAttempts,
  status: row.status,
  status_reason: row.statusReason,
  allowed_actions: allowedActions(row.status),
  created_by: row.createdBy,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

export type Delivery = z.input<typeof deliverySchema>

export const presentDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  endpoint_id: row.endpointId,
  event_id: row.eventId,
  event_type: row.eventType,
  state: row.state,
  attempts: row.attempts,
  next_retry_at: row.nextRetryAt?.toISOString() ?? null,
  delivered_at: row.deliveredAt?.toISOString() ?? null,
  replay_of: row.replayOf,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
