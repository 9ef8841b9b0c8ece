import { authErrors } from '#src/http/errors.ts'
import { defineRoute } from '#src/http/route.ts'
import { permissionsOf } from '#src/modules/api-keys/index.ts'
import { loginErrors } from './auth.errors.ts'
import { loginBody, meBody, meSchema, refreshBody, tokensSchema } from './auth.schemas.ts'
import { login, logout, refresh } from './auth.service.ts'
import { readMe, updateMe } from './me.service.ts'

const tag = 'Authentication'

export const authRoutes = [
  defineRoute({
    method: 'POST',
    url: '/v1/auth/login',
    operationId: 'login',
    summary: 'Log in with e-mail and password',
    tag,
    access: 'public',
    rateClass: 'login',
    body: loginBody,
    success: { status: 200, schema: tokensSchema },
    errors: Object.values(loginErrors),
    secretAnswer: true,
    handler: (ctx, { body }) => login(ctx, body),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/auth/refresh',
    operationId: 'refreshTokens',
    summary: 'Exchange a refresh token for a new pair',
    description: 'A refresh token works once. When a used one comes back, the session ends.',
    tag,
    access: 'public',
    rateClass: 'login',
    body: refreshBody,
    success: { status: 200, schema: tokensSchema },
    errors: [authErrors.invalid_token, loginErrors.refresh_reused],
    secretAnswer: true,
    handler: (ctx, { body }) => refresh(ctx, body.refresh_token),
  }),
  defineRoute({
    method: 'POST',
    url: '/v1/auth/logout',
    operationId: 'logout',
    summary: 'End this session',
    tag,
    access: 'member',
    success: { status: 204 },
    errors: [loginErrors.not_a_session],
    outsideEffects: true,
    handler: (ctx) => logout(ctx),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/me',
    operationId: 'readMe',
    summary: 'Who the token speaks for, and what it may do',
    tag,
    access: 'member',
    success: { status: 200, schema: meSchema },
    handler: (ctx) => readMe(ctx, permissionsOf(ctx.principal)),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/me',
    operationId: 'updateMe',
    summary: 'Change your own name',
    description: 'For people, not for API keys. The name changes in every tenant you belong to.',
    tag,
    access: 'member',
    body: meBody,
    success: { status: 200, schema: meSchema },
    errors: [authErrors.forbidden_action],
    handler: (ctx, { body }) => updateMe(ctx, body, permissionsOf(ctx.principal)),
  }),
]
