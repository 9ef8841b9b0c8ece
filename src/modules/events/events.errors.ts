import { defineErrors } from '#src/lib/errors.ts'

export const eventErrors = defineErrors('event', {
  not_kept: { status: 410, title: 'The events after this place are not there any more' },
})
