import { z } from 'zod'
import { LLM_COST_BASES, LLM_OUTCOMES, LLM_PROVIDERS, RESUME_PARSERS } from '#src/db/schema/llm.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { FEATURES } from './features.ts'

const feature = z.enum(FEATURES).meta({ id: 'AiFeature' })

const resumeParser = z
  .enum(RESUME_PARSERS)
  .describe(
    '`llm_custom`: after the built-in parser, a model reads resumes too, and what it finds counts where the text says it',
  )

const rerankShortlists = z
  .boolean()
  .describe('Whether a model may propose another order of shortlists, within a bound; off until switched on')

export const aiSettingsPatch = z
  .strictObject({
    enabled: z.boolean(),
    disabled_features: z
      .array(feature)
      .max(FEATURES.length)
      .transform((names) => [...new Set(names)].sort()),
    minimise_personal_data: z.boolean(),
    resume_parser: resumeParser,
    rerank_shortlists: rerankShortlists,
  })
  .partial()
  .meta({ id: 'AiSettingsUpdate' })

export type AiSettingsPatch = z.output<typeof aiSettingsPatch>

export const aiSettingsSchema = z
  .object({
    enabled: z.boolean().describe('Off, no model is called but by the test of a provider'),
    disabled_features: z.array(feature),
    minimise_personal_data: z
      .boolean()
      .describe(
        'Names, e-mail addresses, phones and addresses are replaced before a call and put back after it',
      ),
    resume_parser: resumeParser,
    rerank_shortlists: rerankShortlists,
    version: z.int(),
    updated_at: timeSchema.nullable(),
  })
  .meta({ id: 'AiSettings' })

const DAY = z.iso.date().describe('UTC')

export const usageQuery = z
  .strictObject({
    from: DAY.optional().describe('The first day; without it, the first of this month'),
    to: DAY.optional().describe('The last day; without it, today'),
  })
  .refine(({ from, to }) => !from || !to || spanOf(from, to) >= 0, {
    path: ['to'],
    message: 'is before `from`',
  })
  .refine(({ from, to }) => !from || !to || spanOf(from, to) <= MAX_DAYS, {
    path: ['from'],
    message: 'at most 400 days at once',
  })

export type UsageQuery = z.output<typeof usageQuery>

const MAX_DAYS = 400
const DAY_MS = 24 * 60 * 60_000
const spanOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS

const sums = {
  calls: z.int().describe('Calls that were sent'),
  failed: z.int().describe('Of these, those without a usable answer'),
  cached: z.int().describe('Calls answered from memory, for nothing'),
  input_tokens: z.int(),
  cached_input_tokens: z.int(),
  output_tokens: z.int(),
  cost_micro_usd: z.int(),
}

const usageLine = z
  .object({ day: z.string(), provider_id: idSchema, feature: z.string(), model: z.string(), ...sums })
  .meta({ id: 'AiUsageLine' })

export const usageSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    total: z.object(sums).meta({ id: 'AiUsageSum' }),
    lines: z.array(usageLine),
  })
  .meta({ id: 'AiUsage', description: 'By day, feature and model; the sum of the lineage of these days' })

export const providerUsageSchema = usageSchema
  .extend({
    month: z.object({
      name: z.string().describe('This month, UTC'),
      budget_micro_usd: z.int().nullable(),
      spent_micro_usd: z.int(),
      reserved_micro_usd: z.int().describe('What calls under way may cost'),
    }),
  })
  .meta({ id: 'LlmProviderUsage' })

export const lineageSchema = z
  .object({
    id: idSchema,
    call_id: idSchema.describe('The same for a call, its repair and those who stood in'),
    feature: z.string(),
    entity_type: z.string().nullable(),
    entity_id: idSchema.nullable(),
    provider_id: idSchema,
    provider: z.enum(LLM_PROVIDERS),
    model: z.string(),
    prompt_id: z.string(),
    prompt_version: z.int(),
    prompt_hash: z.string().describe('SHA-256 of what is the same in every call'),
    input_hash: z.string().describe('SHA-256 of what was sent'),
    output_hash: z.string().nullable().describe('SHA-256 of what came back'),
    outcome: z
      .enum(LLM_OUTCOMES)
      .describe('`refused`: never sent; `lost`: its process died, and what it cost nobody knows'),
    reason: z.string().nullable(),
    input_tokens: z.int(),
    cached_input_tokens: z.int(),
    cache_write_tokens: z.int(),
    output_tokens: z.int(),
    cost_micro_usd: z.int(),
    cost_basis: z
      .enum(LLM_COST_BASES)
      .describe(
        '`counted`: by the tokens of the provider; `reserved`: it answered and counted none, so the most the call can cost is booked',
      ),
    latency_ms: z.int(),
    actor: z.object({ type: z.string(), id: idSchema.nullable() }),
    request_id: idSchema,
    created_at: timeSchema.describe('When the call began'),
  })
  .meta({ id: 'AiLineage' })

export const lineagePage = pageSchema(lineageSchema, 'AiLineagePage')

export const lineageListQuery = listQuery({
  sorts: ['created_at'],
  filters: {
    feature: filterBy.words(FEATURES),
    outcome: filterBy.words(LLM_OUTCOMES),
    provider_id: filterBy.id(),
    model: filterBy.text(),
    entity_type: filterBy.text(),
    entity_id: filterBy.id(),
    call_id: filterBy.id(),
    created_at: filterBy.time(),
  },
  item: lineageSchema,
})

const time = z.iso.datetime({ offset: true })

export const lineageExportQuery = z.strictObject({
  from: time.optional().describe('Without it, from the beginning'),
  until: time.optional().describe('Without it, to now'),
  feature: feature.optional(),
  entity: idSchema.optional(),
})

export type LineageExportQuery = z.output<typeof lineageExportQuery>
