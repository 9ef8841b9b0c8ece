import type { Rule } from '#src/http/principal.ts'

/** What makes vectors decides what every search of the tenant finds: a setting. */
export const readModels: Rule = { scope: 'tenant:read', roles: { admin: 'all' } }
export const writeModels: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
