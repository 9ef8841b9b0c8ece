import type { Rule } from '#src/http/principal.ts'

export const readTenantSettings: Rule = { scope: 'tenant:read', roles: { admin: 'all' } }
export const writeTenantSettings: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
