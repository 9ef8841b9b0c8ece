import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey } from './columns.ts'

const ENTITIES = ['candidate', 'job', 'application', 'client'] as const

export const externalIds = pgTable('external_ids', {
  ...tenantKey(),
  entity: text('entity', { enum: ENTITIES }).notNull(),
  entityId: uuid('entity_id').notNull(),
  system: text('system').notNull(),
  value: text('value').notNull(),
  isLive: boolean('is_live').notNull(),
})
