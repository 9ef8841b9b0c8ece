import { defineErrors } from '#src/lib/errors.ts'

export const feedbackErrors = defineErrors('feedback', {
  not_found: { status: 404, title: 'There is no such feedback' },
  match_not_found: { status: 404, title: 'There is no such match' },
  derived: { status: 409, title: 'What an application says is taken back by changing the application' },
  not_hired: { status: 422, title: 'Only who was hired has performed, or stayed' },
})

export const modelErrors = defineErrors('model', {
  not_found: { status: 404, title: 'There is no such model version' },
  invalid_transition: { status: 409, title: 'The model version is not in a state that allows this' },
  training: {
    status: 409,
    title: 'A version is being trained',
    constraint: 'uq_model_versions_training',
  },
  stale: { status: 409, title: 'Scores are made otherwise than when the version was trained' },
  not_in_force: { status: 409, title: 'Other weights were put in force over those of the version' },
})
