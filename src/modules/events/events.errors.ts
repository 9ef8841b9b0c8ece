import { defineErrors } from '#src/lib/errors.ts'

export const eventErrors = defineErrors('event_type', {
  not_found: { status: 404, title: 'There is no such event type' },
})
