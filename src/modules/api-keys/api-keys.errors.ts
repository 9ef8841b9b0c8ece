import { defineErrors } from '#src/lib/errors.ts'

export const apiKeyErrors = defineErrors('api_key', {
  not_found: { status: 404, title: 'There is no such API key' },
  unknown_scope: { status: 422, title: 'A scope is not known' },
  scope_beyond_role: { status: 422, title: 'A key cannot do more than who makes it' },
  expiry_in_past: { status: 422, title: 'The expiry lies in the past' },
  already_revoked: { status: 409, title: 'The key was revoked before' },
  expired: { status: 401, title: 'The API key has expired' },
  revoked: { status: 401, title: 'The API key was revoked' },
})
