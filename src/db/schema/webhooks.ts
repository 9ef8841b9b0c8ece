import { integer, jsonb, pgTable, pgView, text, uuid } from 'drizzle-orm/pg-core'
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

const deliveryColumns = () => ({
  ...tenantKey(),
  endpointId: uuid('endpoint_id').notNull(),
  eventId: uuid('event_id').notNull(),
  eventType: text('event_type').notNull(),
  state: text('state', { enum: DELIVERY_STATES }).notNull(),
  attempts: jsonb('attempts').$type<DeliveryAttempt[]>().notNull(),
  attemptCount: integer('attempt_count').notNull(),
  dueAt: time('due_at'),
  deliveredAt: time('delivered_at'),
  replayOf: uuid('replay_of'),
  ...timestamps(),
})

export const webhookDeliveries = pgTable('webhook_deliveries', {
  ...deliveryColumns(),
  causeId: uuid('cause_id').notNull(),
})

/** Deliveries of one endpoint that wait for their first attempt, whose end writes the row of each. */
export const webhookBundles = pgTable('webhook_bundles', {
  ...tenantKey(),
  endpointId: uuid('endpoint_id').notNull(),
  deliveryIds: uuid('delivery_ids').array().notNull(),
  eventIds: uuid('event_ids').array().notNull(),
  size: integer('size').notNull(),
  createdAt: time('created_at').notNull(),
})

/** All deliveries there are, in their table or still in a bundle. */
export const webhookDeliveryLog = pgView('webhook_delivery_log', deliveryColumns()).existing()
