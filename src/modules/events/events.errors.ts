import { defineErrors } from '#src/lib/errors.ts'

export const eventErrors = defineErrors('event', {
  not_kept: { status: 410, title: 'The events after this place are not there any more' },
})

export const eventTypeErrors = defineErrors('event_type', {
  not_found: { status: 404, title: 'There is no such event type' },
})
