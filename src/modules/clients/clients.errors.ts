import { defineErrors } from '#src/lib/errors.ts'

export const clientErrors = defineErrors('client', {
  not_found: { status: 404, title: 'There is no such client' },
  duplicate: { status: 409, title: 'A client has this name', constraint: 'uq_clients_name' },
})
