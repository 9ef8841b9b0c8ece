import { defineRoute } from '#src/http/route.ts'
import { llmProviderErrors } from './llm.errors.ts'
import { writeLlm } from './llm.policy.ts'
import { idParams, providerSchema, rotateKeyBody, testResultSchema } from './llm.schemas.ts'
import { revokeKey, rotateKey, testProvider } from './provider-actions.ts'
import { setDefault } from './providers.service.ts'

const tag = 'AI'
const { not_found, revoked, test_failed } = llmProviderErrors

export const llmProviderActionRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/llm-providers/:id/test',
    operationId: 'testLlmProvider',
    summary: 'Make one small call to an LLM provider',
    description: 'It counts and costs like any other call; nothing of its content is stored.',
    tag,
    access: writeLlm,
    params: idParams,
    outsideEffects: true,
    success: { status: 200, schema: testResultSchema },
    errors: [not_found, revoked],
    handler: (ctx, { params }) => testProvider(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/llm-providers/:id/set-default',
    operationId: 'setDefaultLlmProvider',
    summary: 'Ask this LLM provider first',
    tag,
    access: writeLlm,
    params: idParams,
    success: { status: 200, schema: providerSchema },
    errors: [not_found, revoked],
    handler: (ctx, { params, headers }) => setDefault(ctx, params.id, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/llm-providers/:id/rotate-key',
    operationId: 'rotateLlmKey',
    summary: 'Replace the key of an LLM provider',
    description: `The new key is tried first. If the call fails, the old one stays and the answer says why; calls under way end with
the key they began with, so revoke the old one at the provider a minute later.`,
    tag,
    access: writeLlm,
    params: idParams,
    body: rotateKeyBody,
    outsideEffects: true,
    success: { status: 200, schema: providerSchema },
    errors: [not_found, revoked, test_failed],
    handler: (ctx, { params, body, headers }) => rotateKey(ctx, params.id, body.api_key, headers.ifMatch),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/llm-providers/:id/revoke',
    operationId: 'revokeLlmKey',
    summary: 'Shred the key of an LLM provider',
    description:
      'It cannot be called again. Revoke the key at the provider as well: copies of it are not ours.',
    tag,
    access: writeLlm,
    params: idParams,
    success: { status: 200, schema: providerSchema },
    errors: [not_found, revoked],
    handler: (ctx, { params, headers }) => revokeKey(ctx, params.id, headers.ifMatch),
  }),
]
