import { defineRoute } from '#src/http/route.ts'
import { pipelineErrors } from './pipelines.errors.ts'
import { readPipelines, writePipelines } from './pipelines.policy.ts'
import {
  pipelineBody,
  pipelineListQuery,
  pipelinePage,
  pipelineParams,
  pipelinePatch,
  pipelineSchema,
} from './pipelines.schemas.ts'
import {
  createPipeline,
  deletePipeline,
  listPipelines,
  readPipeline,
  updatePipeline,
} from './pipelines.service.ts'

const tag = 'Pipelines'
const { not_found, default_required, default_taken, unknown_stage } = pipelineErrors

export const pipelineRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/pipelines',
    operationId: 'listPipelines',
    summary: 'List pipeline templates',
    tag,
    access: readPipelines,
    query: pipelineListQuery,
    success: { status: 200, schema: pipelinePage },
    handler: (ctx, { query }) => listPipelines(ctx, query),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/pipelines',
    operationId: 'createPipeline',
    summary: 'Make a pipeline template',
    description:
      'Jobs get a copy of a template when they are made; later edits of the template do not change them.',
    tag,
    access: writePipelines,
    body: pipelineBody,
    success: { status: 201, schema: pipelineSchema },
    errors: [default_taken, unknown_stage],
    handler: (ctx, { body }) => createPipeline(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/pipelines/:id',
    operationId: 'readPipeline',
    summary: 'Read a pipeline template',
    tag,
    access: readPipelines,
    params: pipelineParams,
    success: { status: 200, schema: pipelineSchema },
    errors: [not_found],
    handler: (ctx, { params }) => readPipeline(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/pipelines/:id',
    operationId: 'updatePipeline',
    summary: 'Change a pipeline template',
    description: '`stages` is replaced as a whole; a stage keeps its identity by its `id`.',
    tag,
    access: writePipelines,
    params: pipelineParams,
    body: pipelinePatch,
    success: { status: 200, schema: pipelineSchema },
    errors: [not_found, default_required, default_taken, unknown_stage],
    handler: (ctx, { params, body, headers }) => updatePipeline(ctx, params.id, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'DELETE',
    url: '/v1/pipelines/:id',
    operationId: 'deletePipeline',
    summary: 'Delete a pipeline template that is not the default',
    tag,
    access: writePipelines,
    params: pipelineParams,
    success: { status: 204 },
    errors: [not_found, default_required],
    handler: (ctx, { params, headers }) => deletePipeline(ctx, params.id, headers.ifMatch),
  }),
]
