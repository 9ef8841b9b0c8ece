import { defineErrors } from '#src/lib/errors.ts'

export const noteErrors = defineErrors('note', {
  not_found: { status: 404, title: 'There is no such note' },
  edit_window_over: { status: 409, title: 'A note can be edited for 24 hours' },
  unknown_mention: { status: 422, title: 'Someone who is mentioned cannot see the note' },
})
