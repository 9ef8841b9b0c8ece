import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export interface DeliveryAttempt {
  at: string
  status: number | null
  error: string | null
  duration_ms: number
  response: string | null
}

/** A secret that still signs until then. */
export interface OldSecret {
  sealed: string
  until: string
}

/** By member of an event's payload, the values it may have. */
export type EventFilter = Record<string, (string | number | boolean | null)[]>

export const ENDPOINT_STATUSES = ['active', 'disabled_auto', 'disabled_manual'] as const
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number]

export const webhookEndpoints = pgTable('webhook_endpoints', {
  ...tenantKey(),
  url: text('url').notNull(),
  description: text('description'),
  events: text('events').array().notNull(),
  filter: jsonb('filter').$type<EventFilter>(),
  secretSealed: text('secret_sealed').notNull(),
  oldSecrets: jsonb('old_secrets').$type<OldSecret[]>().notNull(),
  headerNames: text('header_names').array().notNull(),
  headersSealed: text('headers_sealed').notNull(),
  status: text('status', { enum: ENDPOINT_STATUSES }).notNull(),
  statusReason: text('status_reason'),
  maxAttempts: integer('max_attempts').notNull(),
  firstFailingAt: time('first_failing_at'),
  failureCount: integer('failure_count').notNull(),
  lastSuccessAt: time('last_success_at'),
  lastFailureAt: time('last_failure_at'),
  sender: uuid('sender'),
  sendingUntil: time('sending_until'),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const DELIVERY_STATES = ['pending', 'retrying', 'paused', 'delivered', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

export const webhookDeliveries = pgTable('webhook_deliveries', {
  ...tenantKey(),
  endpointId: uuid('endpoint_id').notNull(),
  eventId: uuid('event_id').notNull(),
  eventType: text('event_type').notNull(),
  state: text('state', { enum: DELIVERY_STATES }).notNull(),
  attempts: jsonb('attempts').$type<DeliveryAttempt[]>().notNull(),
  attemptCount: integer('attempt_count').notNull(),
  dueAt: time('due_at'),
  deliveredAt: time('delivered_at'),
  causeId: uuid('cause_id').notNull(),
  replayOf: uuid('replay_of'),
  ...timestamps(),
})
