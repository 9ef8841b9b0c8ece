import { defineErrors } from '#src/lib/errors.ts'

export const externalIdErrors = defineErrors('external_id', {
  taken: { status: 409, title: 'Another one has this external id', constraint: 'uq_external_ids_value' },
})
