import type { Rule } from '#src/http/principal.ts'

export const readMembers: Rule = { scope: 'tenant:read', roles: { admin: 'all' } }
export const writeMembers: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
