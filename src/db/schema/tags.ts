import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const tags = pgTable('tags', {
  ...tenantKey(),
  name: text('name').notNull(),
  key: text('key').notNull(),
  mergedInto: uuid('merged_into'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

export const candidateTags = pgTable('candidate_tags', {
  tenantId: uuid('tenant_id').notNull(),
  candidateId: uuid('candidate_id').notNull(),
  tagId: uuid('tag_id').notNull(),
  tagVersion: integer('tag_version').notNull(),
  createdBy: uuid('created_by'),
  createdAt: time('created_at').notNull(),
})
