import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'
import { ROLES } from './identity.ts'

export const INVITATION_STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const

export const invitations = pgTable('invitations', {
  ...tenantKey(),
  email: text('email').notNull(),
  fullName: text('full_name'),
  role: text('role', { enum: ROLES }).notNull(),
  tokenHash: text('token_hash').notNull(),
  status: text('status', { enum: INVITATION_STATUSES }).notNull(),
  expiresAt: time('expires_at').notNull(),
  invitedBy: uuid('invited_by').notNull(),
  acceptedBy: uuid('accepted_by'),
  version: integer('version').notNull(),
  ...timestamps(),
})
