import { defineRoute } from '#src/http/route.ts'
import { jobErrors, readJobs, writeJobs } from '#src/modules/jobs/index.ts'
import { pipelineErrors } from '#src/modules/pipelines/index.ts'
import { jobPipelineBody, jobPipelineParams, jobPipelineSchema } from './job-pipeline.schemas.ts'
import { readJobPipeline, replaceJobPipeline } from './job-pipeline.ts'

const tag = 'Pipelines'

export const jobPipelineRoutes = [
  defineRoute({
    method: 'GET',
    url: '/v1/jobs/:id/pipeline',
    operationId: 'readJobPipeline',
    summary: 'Read the stages of a job',
    tag,
    access: readJobs,
    params: jobPipelineParams,
    success: { status: 200, schema: jobPipelineSchema },
    errors: [jobErrors.not_found],
    handler: (ctx, { params }) => readJobPipeline(ctx, params.id),
  }),
  defineRoute({
    method: 'PUT',
    url: '/v1/jobs/:id/pipeline',
    operationId: 'replaceJobPipeline',
    summary: 'Reorder, rename, add and remove the stages of a job',
    description:
      'A stage keeps its identity by its `id`. One that has applications is removed only with a `remap` that says ' +
      'where they go; without it the answer is 409 with their number by stage.',
    tag,
    access: writeJobs,
    params: jobPipelineParams,
    body: jobPipelineBody,
    success: { status: 200, schema: jobPipelineSchema },
    errors: [jobErrors.not_found, pipelineErrors.stage_in_use, pipelineErrors.unknown_stage],
    handler: (ctx, { params, body, headers }) => replaceJobPipeline(ctx, params.id, body, headers.ifMatch),
  }),
]
