import { z } from 'zod'
import type { ModelCall } from '#src/modules/llm/call.ts'
import { callModel } from '#src/modules/llm/index.ts'
import { definePrompt } from '#src/modules/llm/prompts/prompt.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import type { LlmStub, Reply } from '#test/support/llm-stub.ts'
import { callerOf } from './provider.ts'

/** A prompt of nobody's, and an answer as it wants one. */
export const summary = definePrompt({
  id: 'test-summary',
  version: 3,
  instructions: 'Summarise.',
  template: 'About: {{about}}',
  names: ['about'],
  schema: z.strictObject({ summary: z.string().max(80), years: z.int().min(0) }),
})

export const GOOD = { summary: 'Builds ships', years: 7 }
export const good: Reply = { text: JSON.stringify(GOOD) }

type Call = ModelCall<{ about: string }, typeof GOOD>

/** Asks about ships as a task of the tenant does. */
export const asker =
  (api: Pick<TestApi, 'context'>) =>
  (tenant: TestTenant, more: Partial<Call> = {}) =>
    callModel(callerOf(api, tenant.id), {
      feature: 'candidate_summary',
      prompt: summary,
      input: { about: 'ships' },
      maxOutputTokens: 200,
      ...more,
    })

/** Answers one after the other, the last for ever; what was asked since. */
export const replier =
  (stub: LlmStub) =>
  (...list: Reply[]) => {
    const from = stub.asked.length
    let nth = 0
    stub.replies(() => list[Math.min(nth++, list.length - 1)] ?? good)
    return () => stub.asked.slice(from)
  }

/** As much of a line as tests look at one by one. */
export interface LineageLine {
  call_id: string
  provider_id: string
  feature: string
  model: string
  outcome: string
  reason: string | null
  input_hash: string
  output_hash: string | null
  input_tokens: number
  cost_micro_usd: number
  cost_basis: string
  created_at: string
}

/** The lines of a tenant, the oldest first. */
export async function lineageOf({ admin }: Pick<TestTenant, 'admin'>): Promise<LineageLine[]> {
  return (await admin.get('/v1/ai/lineage?sort=created_at&limit=100')).body.data
}
