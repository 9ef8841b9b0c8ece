import { z } from 'zod'
import { LLM_PROVIDERS } from '#src/db/schema/llm.ts'
import { defineEvent } from '#src/platform/events/events.ts'

const provider = z.object({ provider: z.enum(LLM_PROVIDERS), version: z.int() })

const providerEvent = <P extends z.ZodObject>(type: string, description: string, payload: P) =>
  defineEvent({ type, resource: 'llm_provider', description, payload })

export const providerCreated = providerEvent('llm_provider.created', 'An LLM provider was added', provider)
export const providerUpdated = providerEvent(
  'llm_provider.updated',
  'An LLM provider changed, its key or its prices among it',
  provider.extend({ changed: z.array(z.string()) }),
)
export const providerRevoked = providerEvent(
  'llm_provider.revoked',
  'The key of an LLM provider was shredded',
  provider,
)
export const providerDeleted = providerEvent(
  'llm_provider.deleted',
  'An LLM provider was removed and its key shredded',
  provider,
)

const budget = z.object({
  month: z.string().describe('UTC, such as `2026-11`'),
  budget_micro_usd: z.int(),
  spent_micro_usd: z.int(),
})

export const budgetWarning = providerEvent(
  'llm_budget.warning',
  'Four fifths of a month’s budget are spent; told once for a budget',
  budget,
)
export const budgetExceeded = providerEvent(
  'llm_budget.exceeded',
  'A call was refused because the rest of the month’s budget is too small; told once for a budget',
  budget,
)

export const aiSettingsUpdated = defineEvent({
  type: 'ai_settings.updated',
  resource: 'tenant',
  description: 'A switch of the AI functions was turned',
  payload: z.object({ version: z.int(), changed: z.array(z.string()) }),
})

export const llmEvents = [
  providerCreated,
  providerUpdated,
  providerRevoked,
  providerDeleted,
  budgetWarning,
  budgetExceeded,
  aiSettingsUpdated,
]
