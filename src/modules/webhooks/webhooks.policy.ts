import type { Rule } from '#src/http/principal.ts'

export const readWebhooks: Rule = { scope: 'webhooks:read', roles: { admin: 'all' } }
export const writeWebhooks: Rule = { scope: 'webhooks:write', roles: { admin: 'all' } }
