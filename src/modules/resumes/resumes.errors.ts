import { defineErrors } from '#src/lib/errors.ts'

export const resumeErrors = defineErrors('resume', {
  not_found: { status: 404, title: 'There is no such resume' },
  unknown_candidate: {
    status: 422,
    title: 'There is no such candidate',
    constraint: 'fk_resumes_candidate',
  },
  not_read: { status: 409, title: 'Nothing could be read from the resume so far' },
  too_many_files: { status: 413, title: 'The upload holds more files than one may' },
  unknown_job: { status: 422, title: 'There is no such job', constraint: 'fk_resumes_job' },
})

export const resumeParseErrors = defineErrors('resume_parse', {
  not_found: { status: 404, title: 'There is no such parse of a resume' },
  nothing_to_compare: { status: 409, title: 'There are no two parses of the resume that found something' },
  in_progress: {
    status: 409,
    title: 'The resume is being read already',
    constraint: 'uq_resume_parses_in_progress',
  },
  invalid_transition: { status: 409, title: 'The parse is not in a state that allows this' },
})
