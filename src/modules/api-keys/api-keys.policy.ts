import type { Rule } from '#src/http/principal.ts'

export const readApiKeys: Rule = { scope: 'tenant:read', roles: { admin: 'all' } }
export const writeApiKeys: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
