import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const SKILL_KINDS = ['technical', 'soft', 'language'] as const

export const tenantSkills = pgTable('tenant_skills', {
  ...tenantKey(),
  key: text('key').notNull(),
  name: text('name').notNull(),
  aliases: text('aliases').array().notNull(),
  implies: text('implies').array().notNull(),
  forms: text('forms').array().notNull(),
  kind: text('kind', { enum: SKILL_KINDS }).notNull(),
  category: text('category').notNull(),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})
