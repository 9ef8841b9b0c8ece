import { defineErrors } from '#src/lib/errors.ts'

export const auditErrors = defineErrors('bias_audit', {
  not_found: { status: 404, title: 'There is no such bias audit' },
  none_public: { status: 404, title: 'No bias audit is published here' },
  invalid_transition: { status: 409, title: 'The bias audit is not in a state that allows this' },
  too_few: { status: 409, title: 'Too few applicants are of a known category for an audit to be final' },
  unknown_job: { status: 422, title: 'There is no such job' },
  empty_range: { status: 422, title: 'The range ends before it begins' },
  justification_missing: {
    status: 422,
    title: 'Groups are excluded, and the reason for it is part of the summary',
  },
})

export const counterfactualErrors = defineErrors('counterfactual_test', {
  not_found: { status: 404, title: 'There is no such counterfactual test' },
})
