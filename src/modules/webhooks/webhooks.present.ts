import type { z } from 'zod'
import { presentEvent } from '#src/platform/events/event-message.ts'
import type { DeliveryOfEvent, DeliveryRow } from './deliveries.repo.ts'
import type { EndpointRow } from './endpoints.repo.ts'
import { sampleOf } from './webhooks.events.ts'
import type { deliverySchema, endpointSchema } from './webhooks.schemas.ts'
import { allowedActions } from './webhooks.states.ts'

export type Endpoint = z.input<typeof endpointSchema>

export const presentEndpoint = (row: EndpointRow): Endpoint => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  filter: row.filter,
  header_names: row.headerNames,
  max_attempts: row.maxAttempts,
  status: row.status,
  status_reason: row.statusReason,
  first_failing_at: timeOf(row.firstFailingAt),
  failure_count: row.failureCount,
  last_success_at: timeOf(row.lastSuccessAt),
  last_failure_at: timeOf(row.lastFailureAt),
  allowed_actions: allowedActions(row.status),
  created_by: row.createdBy,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

const timeOf = (time: Date | null) => time?.toISOString() ?? null

export type Delivery = z.input<typeof deliverySchema>

export const presentDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  endpoint_id: row.endpointId,
  event_id: row.eventId,
  event_type: row.eventType,
  state: row.state,
  attempts: row.attempts,
  next_retry_at: row.state === 'retrying' ? timeOf(row.dueAt) : null,
  delivered_at: timeOf(row.deliveredAt),
  replay_of: row.replayOf,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

export const presentDeliveryOfEvent = ({ event, ...row }: DeliveryOfEvent) => ({
  ...presentDelivery(row),
  payload: { ...presentEvent(event), ...sampleOf(event) },
})
