import { defineErrors } from '#src/lib/errors.ts'

export const matchErrors = defineErrors('match', {
  not_found: { status: 404, title: 'There is no such match' },
})
