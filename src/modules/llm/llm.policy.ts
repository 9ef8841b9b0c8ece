import type { Rule } from '#src/http/principal.ts'

export const readLlm: Rule = { scope: 'llm:read', roles: { admin: 'all' } }
export const writeLlm: Rule = { scope: 'llm:write', roles: { admin: 'all' } }
