import { defineRoute } from '#src/http/route.ts'
import { embeddingModelErrors } from './models.errors.ts'
import { readModels, writeModels } from './models.policy.ts'
import {
  modelBody,
  modelListQuery,
  modelPage,
  modelParams,
  modelSchema,
  reindexSchema,
} from './models.schemas.ts'
import {
  activateModel,
  listModels,
  readModel,
  registerModel,
  reindexModel,
  retireModel,
} from './models.service.ts'

const tag = 'Embedding models'
const { not_found, duplicate, too_many, invalid_transition, provider_unavailable, invalid_dimensions } =
  embeddingModelErrors

export const embeddingModelRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/embedding-models',
    operationId: 'listEmbeddingModels',
    summary: 'List the embedding models of the tenant',
    description:
      'While none is `active`, the built-in one serves, which is not listed unless it was registered.',
    tag,
    access: readModels,
    query: modelListQuery,
    success: { status: 200, schema: modelPage },
    handler: (ctx, { query }) => listModels(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/embedding-models',
    operationId: 'registerEmbeddingModel',
    summary: 'Register an embedding model',
    description: 'Nothing changes until it is indexed and activated. A tenant has at most 10.',
    tag,
    access: writeModels,
    body: modelBody,
    success: { status: 201, schema: modelSchema },
    errors: [duplicate, too_many, provider_unavailable, invalid_dimensions],
    handler: (ctx, { body }) => registerModel(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/embedding-models/:id',
    operationId: 'readEmbeddingModel',
    summary: 'Read an embedding model',
    tag,
    access: readModels,
    params: modelParams,
    success: { status: 200, schema: modelSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readModel(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/embedding-models/:id/reindex',
    operationId: 'reindexEmbeddingModel',
    summary: 'Make the vectors of all candidates with a model',
    description:
      'The model that serves goes on serving. Of an active model the vectors are replaced one by one, such as for a vector store that was lost.',
    tag,
    access: writeModels,
    params: modelParams,
    success: { status: 202, schema: reindexSchema },
    errors: [not_found, invalid_transition, provider_unavailable],
    handler: (ctx, { params }) => reindexModel(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/embedding-models/:id/activate',
    operationId: 'activateEmbeddingModel',
    summary: 'Have searches use a model',
    description: 'All at once; the model they used becomes `ready` and can be activated again.',
    tag,
    access: writeModels,
    params: modelParams,
    success: { status: 200, schema: modelSchema },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params }) => activateModel(ctx, params.id),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/embedding-models/:id',
    operationId: 'retireEmbeddingModel',
    summary: 'Retire an embedding model',
    description: 'Its vectors are removed. Where it was active, the built-in one serves from then on.',
    tag,
    access: writeModels,
    params: modelParams,
    success: { status: 204 },
    errors: [not_found, invalid_transition],
    handler: (ctx, { params, headers }) => retireModel(ctx, params.id, headers.ifMatch),
  }),
]
