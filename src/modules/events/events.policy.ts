import type { Rule } from '#src/http/principal.ts'

export const readEvents: Rule = { scope: 'events:read', roles: { admin: 'all', recruiter: 'all' } }
