import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export interface DeliveryAttempt {
  at: string
  status: number | null
  error: string | null
  duration_ms: number
  response: string | null
}

export const webhookEndpoints = pgTable('webhook_endpoints', {
  ...tenantKey(),
  url: text('url').notNull(),
  description: text('description'),
  events: text('events').array().notNull(),
  secretSealed: text('secret_sealed').notNull(),
  headersSealed: text('headers_sealed').notNull(),
  status: text('status', { enum: ['active', 'disabled_auto', 'disabled_manual'] }).notNull(),
  statusReason: text('status_reason'),
  maxAttempts: integer('max_attempts').notNull(),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const webhookDeliveries = pgTable('webhook_deliveries', {
  ...tenantKey(),
  endpointId: uuid('endpoint_id').notNull(),
  eventId: uuid('event_id').notNull(),
  eventType: text('event_type').notNull(),
  state: text('state', { enum: ['pending', 'retrying', 'paused', 'delivered', 'failed'] }).notNull(),
  attempts: jsonb('attempts').$type<DeliveryAttempt[]>().notNull(),
  attemptCount: integer('attempt_count').notNull(),
  nextRetryAt: time('next_retry_at'),
  deliveredAt: time('delivered_at'),
  replayOf: uuid('replay_of'),
  ...timestamps(),
})
