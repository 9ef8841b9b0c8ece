import { defineErrors } from '#src/lib/errors.ts'

export const jobErrors = defineErrors('job', {
  not_found: { status: 404, title: 'There is no such job' },
  invalid_transition: { status: 409, title: 'The job is not in a state that allows this' },
  active_applications: {
    status: 409,
    title: 'Active applications need a disposition before the job can close',
  },
  not_deletable: { status: 409, title: 'Only a draft, closed or cancelled job can be deleted' },
  experience_range: {
    status: 422,
    title: 'The least experience exceeds the most',
    constraint: 'ck_jobs_experience',
  },
  salary_range: { status: 422, title: 'The lowest salary exceeds the highest', constraint: 'ck_jobs_salary' },
  duplicate_skill: { status: 422, title: 'Two skills are the same one', constraint: 'uq_job_skills_key' },
  unknown_pipeline: { status: 422, title: 'There is no such pipeline' },
  unknown_client: {
    status: 422,
    title: 'There is no such client, or it is archived',
    constraint: 'fk_jobs_client',
  },
  unknown_recruiter: { status: 422, title: 'The recruiter is not a member', constraint: 'fk_jobs_recruiter' },
  unknown_hiring_manager: {
    status: 422,
    title: 'The hiring manager is not a member',
    constraint: 'fk_jobs_hiring_manager',
  },
})
