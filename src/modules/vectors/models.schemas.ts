import { z } from 'zod'
import { EMBEDDING_PROVIDERS, EMBEDDING_STATES } from '#src/db/schema/vectors.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'
import { operationSchema } from '#src/modules/operations/index.ts'

export const modelParams = z.object({ id: idSchema })

export const modelBody = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/)
      .describe('What the tenant calls it; unique among those that are not retired'),
    provider: z
      .enum(EMBEDDING_PROVIDERS)
      .describe(
        '`builtin` and `onnx` run here: one compares words, the other is what the operator offers. The others are asked with the key of an LLM provider of the tenant: `openai`, `google` or `gemini`, and `custom`',
      ),
    model: lineSchema(200)
      .optional()
      .describe('What the provider calls it; `builtin` and `onnx` have one each'),
    llm_provider_id: idSchema
      .nullish()
      .describe('The configuration whose key is used, of the others; without it, the first that is active'),
    dimensions: z.int().min(1).max(3072),
  })
  .meta({ id: 'EmbeddingModelCreate' })

export const modelSchema = z
  .object({
    id: idSchema,
    key: z.string(),
    provider: z.enum(EMBEDDING_PROVIDERS),
    model: z.string(),
    dimensions: z.int(),
    llm_provider_id: idSchema.nullable().describe('Null for a model that runs here'),
    state: z
      .enum(EMBEDDING_STATES)
      .describe(
        '`pending` until it is indexed, `ready` when all candidates have a vector, `active` while searches use it',
      ),
    operation_id: idSchema.nullable().describe('The last re-index'),
    created_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'EmbeddingModel' })

export const modelPage = pageSchema(modelSchema, 'EmbeddingModelPage')
export const modelListQuery = listQuery({
  sorts: ['created_at', 'updated_at'],
  filters: {
    provider: filterBy.words(EMBEDDING_PROVIDERS),
    state: filterBy.words(EMBEDDING_STATES),
  },
  item: modelSchema,
})

export const reindexSchema = z.object({ operation: operationSchema }).meta({ id: 'EmbeddingModelReindex' })
