import { defineRoute, type Route } from '#src/http/route.ts'
import { type CounterfactualGate, preferencesErrors } from '#src/modules/scoring-preferences/index.ts'
import { modelErrors } from './learning.errors.ts'
import { changeLearning, readLearning } from './learning.policy.ts'
import { idParams } from './learning.schemas.ts'
import {
  activateBody,
  modelListQuery,
  modelPage,
  modelSchema,
  performanceSchema,
  rollbackBody,
  trainBody,
  trainSchema,
} from './models.schemas.ts'
import {
  activateModel,
  listModels,
  readModel,
  readPerformance,
  requestTraining,
  rollBackModel,
} from './models.service.ts'

const tag = 'Learning'

const reads = [
  defineRoute({
    method: 'GET',
    url: '/v1/ai/models',
    operationId: 'listModels',
    summary: 'List the model versions',
    description: 'With what each of their gates said.',
    tag,
    access: readLearning,
    query: modelListQuery,
    success: { status: 200, schema: modelPage },
    handler: (ctx, { query }) => listModels(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/ai/models/:id',
    operationId: 'readModel',
    summary: 'Read a model version',
    tag,
    access: readLearning,
    params: idParams,
    success: { status: 200, schema: modelSchema },
    errors: [modelErrors.not_found],
    handler: (ctx, { params }) => readModel(ctx, params.id),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/ai/models/:id/performance',
    operationId: 'readModelPerformance',
    summary: 'Read how well a version orders',
    description:
      'On what it was trained on, on jobs left out of the training, and, where lists were shown in explored orders, what people would have made of its order, with intervals. All of it is there before the version is activated.',
    tag,
    access: readLearning,
    params: idParams,
    success: { status: 200, schema: performanceSchema },
    errors: [modelErrors.not_found],
    handler: (ctx, { params }) => readPerformance(ctx, params.id),
  }),
]

const changes = [
  defineRoute({
    method: 'POST',
    url: '/v1/ai/models/train',
    operationId: 'trainModel',
    summary: 'Train a version on what was made of matches',
    description:
      'It stays `pending` until it is `evaluating`, and is then `approved` or `rejected` by its gates. Nothing is scored with it before it is activated.',
    tag,
    access: changeLearning,
    body: trainBody,
    success: { status: 202, schema: trainSchema },
    errors: [modelErrors.training],
    handler: (ctx) => requestTraining(ctx),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/ai/models/:id/rollback',
    operationId: 'rollBackModel',
    summary: 'Take the active version back',
    description:
      'What was in force before it is again, and all matches are scored again: to the order there was.',
    tag,
    access: changeLearning,
    params: idParams,
    body: rollbackBody,
    success: { status: 200, schema: modelSchema },
    errors: [modelErrors.not_found, modelErrors.invalid_transition, modelErrors.not_in_force],
    handler: (ctx, { params }) => rollBackModel(ctx, params.id),
  }),
]

/** `gateOf`: what pairs of candidates who differ in nothing that may count say of weights. */
export const modelRoutes = (gateOf: CounterfactualGate): readonly Route[] => [
  ...reads,
  ...changes,
  defineRoute({
    method: 'POST',
    url: '/v1/ai/models/:id/activate',
    operationId: 'activateModel',
    summary: 'Put an approved version in force',
    description:
      'Its weights become the scoring preferences of the tenant, and all matches are scored again.',
    tag,
    access: changeLearning,
    params: idParams,
    body: activateBody,
    success: { status: 200, schema: modelSchema },
    errors: [
      modelErrors.not_found,
      modelErrors.invalid_transition,
      modelErrors.stale,
      preferencesErrors.gate_failed,
    ],
    handler: (ctx, { params }) => activateModel(ctx, gateOf, params.id),
  }),
]
