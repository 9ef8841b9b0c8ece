import type { Rule } from '#src/http/principal.ts'

// The scopes of jobs, with their roles: who works on jobs works with the steps to them. A template belongs to nobody,
// so `own` reaches all of them.

export const readPipelines: Rule = {
  scope: 'jobs:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writePipelines: Rule = { scope: 'jobs:write', roles: { admin: 'all', recruiter: 'all' } }
