import { defineErrors } from '#src/lib/errors.ts'

export const loginErrors = defineErrors('auth', {
  wrong_credentials: { status: 401, title: 'The e-mail address or the password is wrong' },
  locked: { status: 403, title: 'Too many wrong passwords: the account is locked for a while' },
  choose_tenant: { status: 409, title: 'This account belongs to several tenants: name one by tenant_slug' },
  no_membership: { status: 403, title: 'This account belongs to no tenant of that name' },
  refresh_reused: { status: 401, title: 'A used refresh token came back: the session was ended' },
  not_a_session: { status: 409, title: 'Only a log-in session can be ended here, not an API key' },
})
