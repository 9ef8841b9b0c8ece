import { defineRoute } from '#src/http/route.ts'
import { apiKeyErrors } from './api-keys.errors.ts'
import { readApiKeys, writeApiKeys } from './api-keys.policy.ts'
import {
  apiKeyBody,
  apiKeyListQuery,
  apiKeyPage,
  apiKeyParams,
  apiKeySchema,
  newApiKeySchema,
  revokeQuery,
} from './api-keys.schemas.ts'
import { createApiKey, listApiKeys, readApiKey, revokeApiKey } from './api-keys.service.ts'

const tag = 'API keys'

export const apiKeyRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/api-keys',
    operationId: 'listApiKeys',
    summary: 'List API keys',
    tag,
    access: readApiKeys,
    query: apiKeyListQuery,
    success: { status: 200, schema: apiKeyPage },
    handler: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/api-keys',
    operationId: 'createApiKey',
    summary: 'Make an API key',
    description: 'The key itself is in this answer and nowhere else.',
    tag,
    access: writeApiKeys,
    body: apiKeyBody,
    success: { status: 201, schema: newApiKeySchema },
    errors: [apiKeyErrors.unknown_scope, apiKeyErrors.scope_beyond_role, apiKeyErrors.expiry_in_past],
    secretAnswer: true,
    handler: (ctx, { body }) => createApiKey(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/api-keys/:id',
    operationId: 'readApiKey',
    summary: 'Read an API key',
    tag,
    access: readApiKeys,
    params: apiKeyParams,
    success: { status: 200, schema: apiKeySchema },
    errors: [apiKeyErrors.not_found],
    handler: (ctx, { params }) => readApiKey(ctx, params.id),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/api-keys/:id',
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key',
    tag,
    access: writeApiKeys,
    params: apiKeyParams,
    query: revokeQuery,
    success: { status: 204 },
    errors: [apiKeyErrors.not_found, apiKeyErrors.already_revoked],
    handler: (ctx, { params, query }) => revokeApiKey(ctx, params.id, query.reason),
  }),
]
