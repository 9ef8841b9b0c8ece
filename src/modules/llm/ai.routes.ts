import { defineRoute } from '#src/http/route.ts'
import {
  aiSettingsPatch,
  aiSettingsSchema,
  lineageExportQuery,
  lineageListQuery,
  lineagePage,
  usageQuery,
  usageSchema,
} from './ai.schemas.ts'
import { exportAiLineage, listAiLineage, NDJSON } from './lineage.service.ts'
import { readLlm, writeLlm } from './llm.policy.ts'
import { readAiSettings, updateAiSettings } from './settings.service.ts'
import { readAiUsage } from './usage.service.ts'

const tag = 'AI'

export const aiRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/ai/settings',
    operationId: 'readAiSettings',
    summary: 'Read the switches of the AI functions',
    tag,
    access: readLlm,
    success: { status: 200, schema: aiSettingsSchema },
    handler: (ctx) => readAiSettings(ctx),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/ai/settings',
    operationId: 'updateAiSettings',
    summary: 'Switch AI functions off or on',
    description: 'All of them, or some. What is off is done without a model, from the next call on.',
    tag,
    access: writeLlm,
    body: aiSettingsPatch,
    success: { status: 200, schema: aiSettingsSchema },
    handler: (ctx, { body, headers }) => updateAiSettings(ctx, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/ai/usage',
    operationId: 'readAiUsage',
    summary: 'Read what models have cost',
    description: 'By day, feature and model, of all providers, also of those that were removed.',
    tag,
    access: readLlm,
    query: usageQuery,
    success: { status: 200, schema: usageSchema },
    handler: (ctx, { query }) => readAiUsage(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/ai/lineage',
    operationId: 'listAiLineage',
    summary: 'List the calls of models',
    description:
      'One row a call, also those that failed, were refused or were answered from memory. Kept for at least six months.',
    tag,
    access: readLlm,
    query: lineageListQuery,
    success: { status: 200, schema: lineagePage },
    handler: (ctx, { query }) => listAiLineage(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/ai/lineage/export',
    operationId: 'exportAiLineage',
    summary: 'Export the calls of models',
    description: 'As newline-delimited JSON, an `AiLineage` a line, oldest first.',
    tag,
    access: readLlm,
    query: lineageExportQuery,
    success: { status: 200, description: 'The rows, one a line', stream: { contentTypes: [NDJSON] } },
    handler: (ctx, { query }) => exportAiLineage(ctx, query),
  }),
]
