import { defineErrors } from '#src/lib/errors.ts'

export const operationErrors = defineErrors('operation', {
  not_found: { status: 404, title: 'There is no such operation' },
})
