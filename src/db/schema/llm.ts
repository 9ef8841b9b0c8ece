import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { tenantKey, time, timestamps } from './columns.ts'

export const LLM_PROVIDERS = ['openai', 'anthropic', 'google', 'gemini', 'custom'] as const
export type LlmProvider = (typeof LLM_PROVIDERS)[number]

export const RESUME_PARSERS = ['builtin', 'llm_custom'] as const

export const LLM_OUTCOMES = ['ok', 'cached', 'invalid_output', 'failed', 'refused', 'lost'] as const
export type LlmOutcome = (typeof LLM_OUTCOMES)[number]

export const LLM_COST_BASES = ['counted', 'reserved'] as const

/** Counts and micro-USD: far below where a JavaScript number ceases to be exact. */
const whole = (name: string) => bigint(name, { mode: 'number' })

export const llmProviders = pgTable('llm_providers', {
  ...tenantKey(),
  provider: text('provider', { enum: LLM_PROVIDERS }).notNull(),
  name: text('name').notNull(),
  keySealed: text('key_sealed').notNull(),
  keyLastFour: text('key_last_four'),
  organizationId: text('organization_id'),
  endpoint: text('endpoint'),
  defaultModel: text('default_model').notNull(),
  enabledModels: text('enabled_models').array().notNull(),
  isDefault: boolean('is_default').notNull(),
  fallbackOrder: integer('fallback_order'),
  active: boolean('active').notNull(),
  monthlyBudgetMicroUsd: whole('monthly_budget_micro_usd'),
  rpmLimit: integer('rpm_limit'),
  maxConcurrent: integer('max_concurrent'),
  lastUsedAt: time('last_used_at'),
  keyChangedAt: time('key_changed_at').notNull(),
  revokedAt: time('revoked_at'),
  createdBy: uuid('created_by'),
  version: integer('version').notNull(),
  ...timestamps(),
  deletedAt: time('deleted_at'),
})

/** Micro-USD a million tokens. */
export const llmPrices = pgTable('llm_prices', {
  ...tenantKey(),
  providerId: uuid('provider_id').notNull(),
  model: text('model').notNull(),
  inputPrice: whole('input_price').notNull(),
  cachedInputPrice: whole('cached_input_price').notNull(),
  cacheWritePrice: whole('cache_write_price').notNull(),
  outputPrice: whole('output_price').notNull(),
  effectiveFrom: time('effective_from').notNull(),
  createdBy: uuid('created_by'),
  createdAt: time('created_at').notNull(),
})

export const llmSettings = pgTable('llm_settings', {
  tenantId: uuid('tenant_id').notNull(),
  enabled: boolean('enabled').notNull(),
  disabledFeatures: text('disabled_features').array().notNull(),
  minimisePersonalData: boolean('minimise_personal_data').notNull(),
  resumeParser: text('resume_parser', { enum: RESUME_PARSERS }).notNull(),
  rerankShortlists: boolean('rerank_shortlists').notNull(),
  version: integer('version').notNull(),
  updatedAt: time('updated_at').notNull(),
})

export const llmAccounts = pgTable('llm_accounts', {
  tenantId: uuid('tenant_id').notNull(),
  providerId: uuid('provider_id').notNull(),
  month: text('month').notNull(),
  spentMicroUsd: whole('spent_micro_usd').notNull(),
  reservedMicroUsd: whole('reserved_micro_usd').notNull(),
  warnedBudget: whole('warned_budget'),
  exceededBudget: whole('exceeded_budget'),
  updatedAt: time('updated_at').notNull(),
})

export const llmLineage = pgTable('llm_lineage', {
  ...tenantKey(),
  callId: uuid('call_id').notNull(),
  providerId: uuid('provider_id').notNull(),
  provider: text('provider', { enum: LLM_PROVIDERS }).notNull(),
  model: text('model').notNull(),
  feature: text('feature').notNull(),
  entityType: text('entity_type'),
  entityId: uuid('entity_id'),
  promptId: text('prompt_id').notNull(),
  promptVersion: integer('prompt_version').notNull(),
  promptHash: text('prompt_hash').notNull(),
  inputHash: text('input_hash').notNull(),
  outputHash: text('output_hash'),
  outcome: text('outcome', { enum: LLM_OUTCOMES }).notNull(),
  reason: text('reason'),
  inputTokens: whole('input_tokens').notNull(),
  cachedInputTokens: whole('cached_input_tokens').notNull(),
  cacheWriteTokens: whole('cache_write_tokens').notNull(),
  outputTokens: whole('output_tokens').notNull(),
  costMicroUsd: whole('cost_micro_usd').notNull(),
  costBasis: text('cost_basis', { enum: LLM_COST_BASES }).notNull(),
  latencyMs: integer('latency_ms').notNull(),
  actorType: text('actor_type').notNull(),
  actorId: uuid('actor_id'),
  requestId: uuid('request_id').notNull(),
  createdAt: time('created_at').notNull(),
})

/** What is known of a call before it is made. */
export type PlannedLlmCall = Pick<
  typeof llmLineage.$inferSelect,
  | 'callId'
  | 'providerId'
  | 'provider'
  | 'model'
  | 'feature'
  | 'entityType'
  | 'entityId'
  | 'promptId'
  | 'promptVersion'
  | 'promptHash'
  | 'inputHash'
  | 'actorType'
  | 'actorId'
  | 'requestId'
>

export const llmReservations = pgTable('llm_reservations', {
  ...tenantKey(),
  providerId: uuid('provider_id').notNull(),
  month: text('month').notNull(),
  amountMicroUsd: whole('amount_micro_usd').notNull(),
  call: jsonb('call').$type<PlannedLlmCall>().notNull(),
  expiresAt: time('expires_at').notNull(),
  closedAt: time('closed_at'),
  createdAt: time('created_at').notNull(),
})

export const llmUsage = pgTable('llm_usage', {
  tenantId: uuid('tenant_id').notNull(),
  providerId: uuid('provider_id').notNull(),
  day: text('day').notNull(),
  feature: text('feature').notNull(),
  model: text('model').notNull(),
  calls: whole('calls').notNull(),
  failed: whole('failed').notNull(),
  cached: whole('cached').notNull(),
  inputTokens: whole('input_tokens').notNull(),
  cachedInputTokens: whole('cached_input_tokens').notNull(),
  outputTokens: whole('output_tokens').notNull(),
  costMicroUsd: whole('cost_micro_usd').notNull(),
})
