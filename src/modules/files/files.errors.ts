import { defineErrors } from '#src/lib/errors.ts'

export const fileErrors = defineErrors('file', {
  not_found: { status: 404, title: 'The link is not valid, has expired, or its file is gone' },
})
