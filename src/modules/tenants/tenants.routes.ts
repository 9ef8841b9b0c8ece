import { requestErrors } from '#src/http/errors.ts'
import { defineRoute } from '#src/http/route.ts'
import { readSettings, readUsage, updateSettings } from './settings.service.ts'
import { signupErrors } from './tenants.errors.ts'
import { readTenantSettings, writeTenantSettings } from './tenants.policy.ts'
import {
  signupBody,
  signupSchema,
  tenantPatch,
  tenantSettingsSchema,
  usageSchema,
} from './tenants.schemas.ts'
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
  defineRoute({
    method: 'GET',
    url: '/v1/tenant',
    operationId: 'readTenant',
    summary: 'Read the settings of your tenant',
    tag: 'Tenant',
    access: readTenantSettings,
    success: { status: 200, schema: tenantSettingsSchema },
    handler: (ctx) => readSettings(ctx),
  }),
  defineRoute({
    method: 'PATCH',
    url: '/v1/tenant',
    operationId: 'updateTenant',
    summary: 'Change the settings of your tenant',
    description:
      'Needs `If-Match` with the version that was read. What changes holds from the next request on.',
    tag: 'Tenant',
    access: writeTenantSettings,
    body: tenantPatch,
    success: { status: 200, schema: tenantSettingsSchema },
    errors: [requestErrors.precondition_required],
    handler: (ctx, { body, headers }) => updateSettings(ctx, body, headers.ifMatch),
  }),
  defineRoute({
    method: 'GET',
    url: '/v1/tenant/usage',
    operationId: 'readTenantUsage',
    summary: 'Read what your tenant has used of its quotas',
    tag: 'Tenant',
    access: readTenantSettings,
    success: { status: 200, schema: usageSchema },
    handler: (ctx) => readUsage(ctx),
  }),
]
