import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const tenants = pgTable('tenants', {
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  slug: text('slug').notNull(),
  plan: text('plan', { enum: ['free', 'basic', 'pro', 'enterprise'] }).notNull(),
  status: text('status', { enum: ['active', 'suspended', 'cancelled'] }).notNull(),
  candidateVisibility: text('candidate_visibility', { enum: ['tenant', 'owner'] }).notNull(),
  locale: text('locale').notNull(),
  timeZone: text('time_zone').notNull(),
  limits: jsonb('limits').$type<Record<string, number | null>>().notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const users = pgTable('users', {
  id: uuid('id').notNull(),
  email: text('email').notNull(),
  fullName: text('full_name').notNull(),
  passwordHash: text('password_hash').notNull(),
  status: text('status', { enum: ['active', 'inactive', 'suspended'] }).notNull(),
  failedLogins: integer('failed_logins').notNull(),
  lockedUntil: time('locked_until'),
  ...timestamps(),
})

export const sessions = pgTable('sessions', {
  id: uuid('id').notNull(),
  userId: uuid('user_id').notNull(),
  tenantId: uuid('tenant_id').notNull(),
  createdAt: time('created_at').notNull(),
  lastSeenAt: time('last_seen_at').notNull(),
  expiresAt: time('expires_at').notNull(),
  revokedAt: time('revoked_at'),
  revokeReason: text('revoke_reason'),
})

export const refreshTokens = pgTable('refresh_tokens', {
  hash: text('hash').notNull(),
  sessionId: uuid('session_id').notNull(),
  createdAt: time('created_at').notNull(),
  usedAt: time('used_at'),
})

const idempotencyColumns = () => ({
  scopeHash: text('scope_hash').notNull(),
  fingerprint: text('fingerprint').notNull(),
  status: integer('status'),
  headers: text('headers'),
  body: text('body'),
  createdAt: time('created_at').notNull(),
})

export const anonymousIdempotencyKeys = pgTable('anonymous_idempotency_keys', idempotencyColumns())

export const idempotencyKeys = pgTable('idempotency_keys', {
  tenantId: uuid('tenant_id').notNull(),
  ...idempotencyColumns(),
})

export const ROLES = ['admin', 'recruiter', 'hiring_manager', 'interviewer', 'viewer', 'client'] as const
export type Role = (typeof ROLES)[number]

export const memberships = pgTable('memberships', {
  ...tenantKey(),
  userId: uuid('user_id').notNull(),
  role: text('role', { enum: ROLES }).notNull(),
  email: text('email').notNull(),
  fullName: text('full_name').notNull(),
  status: text('status', { enum: ['active', 'removed'] }).notNull(),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const apiKeys = pgTable('api_keys', {
  ...tenantKey(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull(),
  hash: text('hash').notNull(),
  scopes: text('scopes').array().notNull(),
  createdBy: uuid('created_by').notNull(),
  expiresAt: time('expires_at'),
  revokedAt: time('revoked_at'),
  revokeReason: text('revoke_reason'),
  lastUsedAt: time('last_used_at'),
  createdAt: time('created_at').notNull(),
})
