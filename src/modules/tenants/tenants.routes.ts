import { defineRoute } from '#src/http/route.ts'
import { signupErrors } from './tenants.errors.ts'
import { signupBody, signupSchema } from './tenants.schemas.ts'
import { signUp } from './tenants.service.ts'

export const tenantRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/signup',
    operationId: 'signUp',
    summary: 'Sign a tenant up',
    description: 'Makes a tenant with its first administrator and logs them in.',
    tag: 'Authentication',
    access: 'public',
    rateClass: 'signup',
    body: signupBody,
    success: { status: 201, schema: signupSchema },
    errors: Object.values(signupErrors),
    secretAnswer: true,
    handler: (ctx, { body }) => signUp(ctx, body),
  }),
]
