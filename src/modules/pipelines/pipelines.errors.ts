import { defineErrors } from '#src/lib/errors.ts'

export const pipelineErrors = defineErrors('pipeline', {
  not_found: { status: 404, title: 'There is no such pipeline' },
  default_required: { status: 409, title: 'A tenant has one default pipeline: make another one the default' },
  default_taken: {
    status: 409,
    title: 'Another pipeline was made the default at the same time',
    constraint: 'uq_pipelines_default',
  },
  stage_in_use: { status: 409, title: 'Stages to be removed have applications: remap them' },
  unknown_stage: { status: 422, title: 'There is no such stage in the pipeline' },
})
