import { defineErrors } from '#src/lib/errors.ts'

export const preferencesErrors = defineErrors('scoring_preferences', {
  not_found: { status: 404, title: 'There is no such version of scoring preferences' },
  invalid_transition: { status: 409, title: 'The version is not in a state that allows this' },
  nothing_to_roll_back: { status: 409, title: 'No version of its own is in force' },
  gate_failed: {
    status: 422,
    title: 'With these weights, people who differ in nothing that may count have different scores',
  },
  unknown_client: {
    status: 422,
    title: 'There is no such client',
    constraint: 'fk_scoring_preferences_client',
  },
})
