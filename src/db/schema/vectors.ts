import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, timestamps } from './columns.ts'

export const EMBEDDING_PROVIDERS = ['builtin', 'onnx', 'openai', 'google', 'openai_compatible'] as const
export const EMBEDDING_STATES = ['pending', 'indexing', 'ready', 'active', 'retired'] as const

export const embeddingModels = pgTable('embedding_models', {
  ...tenantKey(),
  key: text('key').notNull(),
  provider: text('provider', { enum: EMBEDDING_PROVIDERS }).notNull(),
  model: text('model').notNull(),
  dimensions: integer('dimensions').notNull(),
  space: text('space').notNull(),
  state: text('state', { enum: EMBEDDING_STATES }).notNull(),
  indexedTo: uuid('indexed_to'),
  operationId: uuid('operation_id'),
  llmProviderId: uuid('llm_provider_id'),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
})

export const vectorIndexes = pgTable('vector_indexes', {
  ...tenantKey(),
  model: text('model').notNull(),
  dimensions: integer('dimensions').notNull(),
  name: text('name').notNull(),
  state: text('state', { enum: ['building', 'ready', 'dropping'] }).notNull(),
  ...timestamps(),
})
