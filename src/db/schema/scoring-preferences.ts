import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const REMOTE_POLICIES = ['as_posted', 'remote_ok'] as const
export const PREFERENCE_ORIGINS = ['manual', 'learned'] as const
export const PREFERENCE_STATES = ['pending', 'active', 'retired', 'rejected'] as const

export const scoringPreferences = pgTable('scoring_preferences', {
  ...tenantKey(),
  clientId: uuid('client_id'),
  version: integer('version').notNull(),
  /** Basis points by the name of a component. */
  weights: jsonb('weights').$type<Record<string, number>>().notNull(),
  preferredSkills: text('preferred_skills').array().notNull(),
  remotePolicy: text('remote_policy', { enum: REMOTE_POLICIES }).notNull(),
  origin: text('origin', { enum: PREFERENCE_ORIGINS }).notNull(),
  originId: uuid('origin_id'),
  state: text('state', { enum: PREFERENCE_STATES }).notNull(),
  gate: jsonb('gate').$type<unknown>(),
  overrideReason: text('override_reason'),
  previousId: uuid('previous_id'),
  createdBy: uuid('created_by'),
  activatedBy: uuid('activated_by'),
  activatedAt: time('activated_at'),
  retiredAt: time('retired_at'),
  ...timestamps(),
})
