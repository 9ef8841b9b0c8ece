import { defineErrors } from '#src/lib/errors.ts'

export const resumeErrors = defineErrors('resume', {
  not_found: { status: 404, title: 'There is no such resume' },
  unknown_candidate: {
    status: 422,
    title: 'There is no such candidate',
    constraint: 'fk_resumes_candidate',
  },
  unknown_job: { status: 422, title: 'There is no such job', constraint: 'fk_resumes_job' },
})

export const resumeParseErrors = defineErrors('resume_parse', {
  not_found: { status: 404, title: 'There is no such parse of a resume' },
})
