import { defineErrors } from '#src/lib/errors.ts'

export const applicationErrors = defineErrors('application', {
  not_found: { status: 404, title: 'There is no such application' },
  invalid_transition: { status: 409, title: 'The application is not in a state that allows this' },
  stage_moved: { status: 409, title: 'The application is no longer in the stage you saw' },
  job_not_open: { status: 409, title: 'The job takes no applications' },
  duplicate: {
    status: 409,
    title: 'The candidate has applied to this job',
    constraint: 'uq_applications_live',
  },
  unknown_job: { status: 422, title: 'There is no such job' },
  unknown_candidate: { status: 422, title: 'There is no such candidate' },
  unknown_stage: { status: 422, title: 'There is no such stage in the pipeline of the job' },
  unknown_reason: { status: 422, title: 'There is no such reason for this' },
  unknown_credited_to: {
    status: 422,
    title: 'Whom the application is credited to is not a member',
    constraint: 'fk_applications_credited_to',
  },
  reason_required: { status: 422, title: 'In a strict pipeline, moving back needs a reason' },
  same_job: { status: 422, title: 'The application is to this job already' },
  hired_in_future: { status: 422, title: 'A candidate cannot have been hired in the future' },
})
