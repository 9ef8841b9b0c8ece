import type { Rule } from '#src/http/principal.ts'

/** `own`: the jobs that name the person as recruiter or hiring manager. */
export const readJobs: Rule = {
  scope: 'jobs:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeJobs: Rule = { scope: 'jobs:write', roles: { admin: 'all', recruiter: 'all' } }
