import { defineErrors } from '#src/lib/errors.ts'

export const matchErrors = defineErrors('match', {
  not_found: { status: 404, title: 'There is no such match' },
  no_summary: { status: 404, title: 'Nobody has had this match summed up' },
  invalid_transition: { status: 409, title: 'The review of the match is not in a state that allows this' },
})
