import { defineErrors } from '#src/lib/errors.ts'

export const applicationErrors = defineErrors('application', {
  not_found: { status: 404, title: 'There is no such application' },
  job_not_open: { status: 409, title: 'The job takes no applications' },
  duplicate: {
    status: 409,
    title: 'The candidate has applied to this job',
    constraint: 'uq_applications_live',
  },
  unknown_job: { status: 422, title: 'There is no such job' },
  unknown_candidate: { status: 422, title: 'There is no such candidate' },
})
