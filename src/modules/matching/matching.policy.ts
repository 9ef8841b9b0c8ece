import type { Rule } from '#src/http/principal.ts'

/** `own`: for the jobs that name the person as recruiter or hiring manager. */
export const readMatches: Rule = {
  scope: 'matches:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const runMatches: Rule = { scope: 'matches:write', roles: { admin: 'all', recruiter: 'all' } }
