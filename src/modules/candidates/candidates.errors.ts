import { defineErrors } from '#src/lib/errors.ts'

export const candidateErrors = defineErrors('candidate', {
  not_found: { status: 404, title: 'There is no such candidate' },
  duplicate: {
    status: 409,
    title: 'A candidate has this e-mail address',
    constraint: 'uq_candidate_emails_email',
  },
  active_applications: { status: 409, title: 'The candidate has applications that are not decided' },
  invalid_transition: { status: 409, title: 'The candidate is not in a state that allows this' },
})
