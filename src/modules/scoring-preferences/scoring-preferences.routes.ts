import { defineRoute, type Route } from '#src/http/route.ts'
import { clientErrors } from '#src/modules/clients/index.ts'
import type { CounterfactualGate } from './gate.ts'
import { preferencesErrors } from './scoring-preferences.errors.ts'
import { readPreferences as mayRead, writePreferences } from './scoring-preferences.policy.ts'
import {
  activateBody,
  preferencesBody,
  preferencesQuery,
  preferencesSchema,
  rejectBody,
  rollbackBody,
  versionListQuery,
  versionPage,
  versionParams,
  versionSchema,
} from './scoring-preferences.schemas.ts'
import {
  activateVersion,
  listVersions,
  readPreferences,
  readVersion,
  rejectVersion,
  replacePreferences,
  rollBackPreferences,
} from './scoring-preferences.service.ts'

const tag = 'Matching'
const { not_found, invalid_transition, nothing_to_roll_back, gate_failed, unknown_client } = preferencesErrors

const read = defineRoute({
  method: 'GET',
  url: '/v1/scoring-preferences',
  operationId: 'readScoringPreferences',
  summary: 'Read what matches are scored with',
  description: 'Of a client, else of the tenant, else the default weights.',
  tag,
  access: mayRead,
  query: preferencesQuery,
  success: { status: 200, schema: preferencesSchema },
  errors: [clientErrors.not_found],
  handler: (ctx, { query }) => readPreferences(ctx, query.client_id ?? null),
})

const replace = (gate: CounterfactualGate) =>
  defineRoute({
    method: 'PUT',
    url: '/v1/scoring-preferences',
    operationId: 'replaceScoringPreferences',
    summary: 'Have matches scored with other weights',
    description:
      'Makes a version and puts it in force. The open and paused jobs it is for are scored again, as an operation. ' +
      'Weights with which the counterfactual gate finds different scores for people who differ in nothing that may ' +
      'count are refused, unless a reason is given, which is recorded.',
    tag,
    access: writePreferences,
    body: preferencesBody,
    success: { status: 200, schema: preferencesSchema },
    errors: [gate_failed, unknown_client],
    handler: (ctx, { body, headers }) => replacePreferences(ctx, gate, body, headers.ifMatch),
  })

const rollBack = defineRoute({
  method: 'POST',
  url: '/v1/scoring-preferences/rollback',
  operationId: 'rollBackScoringPreferences',
  summary: 'Go back to what matches were scored with before',
  description: 'The version before is in force again, and what it is for is scored again.',
  tag,
  access: writePreferences,
  body: rollbackBody,
  success: { status: 200, schema: preferencesSchema },
  errors: [nothing_to_roll_back, unknown_client],
  handler: (ctx, { body }) => rollBackPreferences(ctx, body.client_id ?? null),
})

const list = defineRoute({
  method: 'GET',
  url: '/v1/scoring-preferences/versions',
  operationId: 'listScoringPreferencesVersions',
  summary: 'List all versions of scoring preferences',
  tag,
  access: mayRead,
  query: versionListQuery,
  success: { status: 200, schema: versionPage },
  handler: (ctx, { query }) => listVersions(ctx, query),
})

const readOne = defineRoute({
  method: 'GET',
  url: '/v1/scoring-preferences/versions/:id',
  operationId: 'readScoringPreferencesVersion',
  summary: 'Read a version of scoring preferences',
  tag,
  access: mayRead,
  params: versionParams,
  success: { status: 200, schema: versionSchema },
  errors: [not_found],
  handler: (ctx, { params }) => readVersion(ctx, params.id),
})

const activate = (gate: CounterfactualGate) =>
  defineRoute({
    method: 'POST',
    url: '/v1/scoring-preferences/versions/:id/activate',
    operationId: 'activateScoringPreferencesVersion',
    summary: 'Put a pending version in force',
    description: 'As for a new one, it must pass the counterfactual gate or be given a reason.',
    tag,
    access: writePreferences,
    params: versionParams,
    body: activateBody,
    success: { status: 200, schema: versionSchema },
    errors: [not_found, invalid_transition, gate_failed],
    handler: (ctx, { params, body }) => activateVersion(ctx, gate, params.id, body.override_reason),
  })

const reject = defineRoute({
  method: 'POST',
  url: '/v1/scoring-preferences/versions/:id/reject',
  operationId: 'rejectScoringPreferencesVersion',
  summary: 'Turn a pending version down',
  tag,
  access: writePreferences,
  params: versionParams,
  body: rejectBody,
  success: { status: 200, schema: versionSchema },
  errors: [not_found, invalid_transition],
  handler: (ctx, { params }) => rejectVersion(ctx, params.id),
})

/** `gate`: what weights must pass before anybody is scored with them. */
export const preferencesRoutes = (gate: CounterfactualGate): Route[] => [
  read,
  replace(gate),
  rollBack,
  list,
  readOne,
  activate(gate),
  reject,
]
