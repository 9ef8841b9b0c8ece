export { signupErrors } from './tenants.errors.ts'
export { tenantRoutes } from './tenants.routes.ts'
