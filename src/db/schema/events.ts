import { sql } from 'drizzle-orm'
import { bigint, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

/** Who did it: a member, a key of the tenant, or the product itself. */
export interface Actor {
  type: 'user' | 'api_key' | 'system'
  id: string | null
}

export const events = pgTable('events', {
  ...tenantKey(),
  place: bigint('place', { mode: 'number' }).notNull().default(sql`nextval('event_places')`),
  sequence: bigint('sequence', { mode: 'number' }),
  type: text('type').notNull(),
  resource: text('resource').notNull(),
  resourceId: uuid('resource_id').notNull(),
  payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
  actor: jsonb('actor').$type<Actor>().notNull(),
  requestId: uuid('request_id').notNull(),
  occurredAt: time('occurred_at').notNull(),
  relayedAt: time('relayed_at'),
})

export const eventCounters = pgTable('event_counters', {
  tenantId: uuid('tenant_id').notNull(),
  lastSequence: bigint('last_sequence', { mode: 'number' }).notNull(),
  prunedThrough: bigint('pruned_through', { mode: 'number' }).notNull().default(0),
})

export const tasks = pgTable('tasks', {
  ...tenantKey(),
  name: text('name').notNull(),
  payload: jsonb('payload').$type<unknown>().notNull(),
  state: text('state', { enum: ['pending', 'dead'] }).notNull(),
  attempts: integer('attempts').notNull(),
  runAt: time('run_at').notNull(),
  sentAt: time('sent_at'),
  lastError: text('last_error'),
  requestId: uuid('request_id').notNull(),
  createdAt: time('created_at').notNull(),
})

export const OPERATION_STATUSES = ['pending', 'running', 'succeeded', 'failed'] as const

export const operations = pgTable('operations', {
  ...tenantKey(),
  kind: text('kind').notNull(),
  status: text('status', { enum: OPERATION_STATUSES }).notNull(),
  done: integer('done').notNull(),
  total: integer('total'),
  result: jsonb('result').$type<Record<string, unknown>>(),
  error: jsonb('error').$type<{ code: string; detail: string }>(),
  createdBy: uuid('created_by'),
  ...timestamps(),
})

/** What is to be done now and then by one process of all, and when it last was. */
export const chores = pgTable('chores', {
  name: text('name').notNull(),
  ranAt: time('ran_at').notNull(),
})

export const OPERATION_ITEM_STATUSES = ['pending', 'succeeded', 'failed'] as const

export const operationItems = pgTable('operation_items', {
  ...tenantKey(),
  operationId: uuid('operation_id').notNull(),
  position: integer('position').notNull(),
  label: text('label').notNull(),
  status: text('status', { enum: OPERATION_ITEM_STATUSES }).notNull(),
  result: jsonb('result').$type<Record<string, unknown>>(),
  error: jsonb('error').$type<{ code: string; detail: string }>(),
  settledAt: time('settled_at'),
})
