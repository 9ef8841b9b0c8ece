import type { z } from 'zod'
import type { providerSchema } from './llm.schemas.ts'
import type { ProviderRow } from './providers.repo.ts'

export type Provider = z.input<typeof providerSchema>

export const presentProvider = (row: ProviderRow): Provider => ({
  id: row.id,
  provider: row.provider,
  name: row.name,
  key_last_four: row.keyLastFour,
  organization_id: row.organizationId,
  endpoint: row.endpoint,
  default_model: row.defaultModel,
  enabled_models: row.enabledModels,
  is_default: row.isDefault,
  fallback_order: row.fallbackOrder,
  active: row.active,
  monthly_budget_micro_usd: row.monthlyBudgetMicroUsd,
  rpm_limit: row.rpmLimit,
  max_concurrent: row.maxConcurrent,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  key_changed_at: row.keyChangedAt.toISOString(),
  revoked_at: row.revokedAt?.toISOString() ?? null,
  created_by: row.createdBy,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
