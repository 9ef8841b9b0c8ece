import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, timestamps } from './columns.ts'

export const clients = pgTable('clients', {
  ...tenantKey(),
  name: text('name').notNull(),
  domain: text('domain'),
  industry: text('industry'),
  archived: boolean('archived').notNull(),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
})
