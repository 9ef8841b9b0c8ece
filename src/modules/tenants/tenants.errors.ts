import { defineErrors } from '#src/lib/errors.ts'

export const signupErrors = defineErrors('signup', {
  closed: { status: 403, title: 'This server takes no sign-ups' },
  slug_taken: { status: 409, title: 'Another tenant has this slug', constraint: 'uq_tenants_slug' },
  email_taken: {
    status: 409,
    title: 'There is an account with this e-mail address: log in',
    constraint: 'uq_users_email',
  },
})

export const quotaErrors = defineErrors('tenant', {
  quota_exceeded: { status: 402, title: 'The tenant has used up what it may have of this' },
})
