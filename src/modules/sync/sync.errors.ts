import { defineErrors } from '#src/lib/errors.ts'

export const syncErrors = defineErrors('sync', {
  invalid_token: { status: 400, title: 'The token was not given out for this resource' },
  whole_tenant_only: { status: 403, title: 'Only who sees the whole tenant can keep a copy of it' },
  token_expired: { status: 410, title: 'The changes after this token are not there any more' },
})
