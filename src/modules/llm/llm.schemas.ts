import { z } from 'zod'
import { LLM_PROVIDERS } from '#src/db/schema/llm.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const idParams = z.object({ id: idSchema })

const modelName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[A-Za-z0-9][\w.:/@-]*$/, 'letters, digits and . : / @ _ -')

/** Of all makers' keys; the shortest are those of servers of one's own. */
const keySchema = z
  .string()
  .min(8)
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'printable characters of ASCII without spaces')
  .describe('Never shown again; its last four characters tell keys apart')

/** It is sent as a header. */
const organizationId = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, 'printable characters of ASCII without spaces')

const MOST_MICRO_USD = 1_000_000_000_000_000

const limits = {
  monthly_budget_micro_usd: z
    .int()
    .min(0)
    .max(MOST_MICRO_USD)
    .nullish()
    .describe('A call that might pass it is not made; null for no limit. Months are those of UTC'),
  rpm_limit: z.int().min(1).max(100_000).nullish().describe('Calls a minute, of all processes together'),
  max_concurrent: z.int().min(1).max(1_000).nullish().describe('Calls at a time, of all processes together'),
  fallback_order: z
    .int()
    .min(0)
    .max(1_000)
    .nullish()
    .describe('Stands in when the default cannot answer, the smallest first; null for never'),
}

const enabledModels = z
  .array(modelName)
  .min(1)
  .max(50)
  .transform((models) => [...new Set(models)])

export const providerBody = z
  .strictObject({
    provider: z.enum(LLM_PROVIDERS).describe('`google` and `gemini` are the same'),
    name: lineSchema(100),
    api_key: keySchema,
    organization_id: organizationId.nullish().describe('Of OpenAI'),
    endpoint: z
      .string()
      .min(1)
      .max(2048)
      .regex(/^[^\p{Cc}\p{Cs}\s?#]*$/u, 'must not contain spaces, a query or a fragment')
      .nullish()
      .describe(
        'The address of the API up to its version, https and public; a `custom` provider needs one. It never changes: a key goes only where it was meant to',
      ),
    default_model: modelName,
    enabled_models: enabledModels.optional().describe('Without it, the default model alone'),
    active: z.boolean().default(true),
    ...limits,
  })
  .refine(({ provider, endpoint }) => provider !== 'custom' || Boolean(endpoint), {
    path: ['endpoint'],
    message: 'a custom provider needs its endpoint',
  })
  .meta({ id: 'LlmProviderCreate' })

export const providerPatch = z
  .strictObject({
    name: lineSchema(100),
    organization_id: organizationId.nullable(),
    default_model: modelName,
    enabled_models: enabledModels,
    active: z.boolean(),
    ...limits,
  })
  .partial()
  .meta({ id: 'LlmProviderUpdate' })

export const rotateKeyBody = z.strictObject({ api_key: keySchema }).meta({ id: 'LlmKeyRotate' })

export type ProviderCreate = z.output<typeof providerBody>
export type ProviderPatch = z.output<typeof providerPatch>

export const providerSchema = z
  .object({
    id: idSchema,
    provider: z.enum(LLM_PROVIDERS),
    name: z.string(),
    key_last_four: z.string().nullable().describe('Null once the key was revoked'),
    organization_id: z.string().nullable(),
    endpoint: z.string().nullable().describe('Null for the provider’s own'),
    default_model: z.string(),
    enabled_models: z.array(z.string()),
    is_default: z.boolean(),
    fallback_order: z.int().nullable(),
    active: z.boolean(),
    monthly_budget_micro_usd: z.int().nullable(),
    rpm_limit: z.int().nullable(),
    max_concurrent: z.int().nullable(),
    last_used_at: timeSchema.nullable().describe('To the minute'),
    key_changed_at: timeSchema,
    revoked_at: timeSchema.nullable(),
    created_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'LlmProvider' })

export const providerPage = pageSchema(providerSchema, 'LlmProviderPage')

export const providerListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: { provider: filterBy.words(LLM_PROVIDERS), active: filterBy.flag() },
  item: providerSchema,
})

export const testResultSchema = z
  .object({
    ok: z.boolean(),
    reason: z
      .string()
      .nullable()
      .describe('Why not, such as `unauthorized`, `unknown_model`, `timeout` or `budget_exhausted`'),
    model: z.string(),
    latency_ms: z.int(),
    cost_micro_usd: z.int(),
    lineage_id: idSchema.nullable().describe('Null where no call was made'),
  })
  .meta({ id: 'LlmTestResult' })

const perMillion = z.int().min(0).max(1_000_000_000_000)

const priceFields = {
  input_price: perMillion.describe('Micro-USD a million tokens: USD a million tokens times a million'),
  cached_input_price: perMillion
    .optional()
    .describe('Of tokens the provider had in its cache; else as input'),
  cache_write_price: perMillion.optional().describe('Of tokens it put there; else as input'),
  output_price: perMillion,
}

export const priceBody = z
  .strictObject({
    model: modelName,
    ...priceFields,
    effective_from: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('Without it, from now on. What was paid before stays as it was'),
  })
  .meta({ id: 'LlmPriceCreate' })

export type PriceCreate = z.output<typeof priceBody>

export const priceSchema = z
  .object({
    id: idSchema.nullable().describe('Null for a list price'),
    model: z.string(),
    source: z.enum(['list', 'own']),
    input_price: z.int(),
    cached_input_price: z.int(),
    cache_write_price: z.int(),
    output_price: z.int(),
    effective_from: timeSchema.nullable(),
    holds: z.boolean().describe('Whether calls are paid by it now'),
  })
  .meta({ id: 'LlmPrice' })

export const pricesSchema = z
  .object({
    data: z.array(priceSchema),
    has_more: z.literal(false),
    next_cursor: z.null(),
  })
  .meta({ id: 'LlmPriceList' })
