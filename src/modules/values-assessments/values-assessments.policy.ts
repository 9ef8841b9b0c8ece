import type { Rule } from '#src/http/principal.ts'

/** `own`: of the candidates who applied to jobs that name the person as recruiter or hiring manager. */
export const readValues: Rule = {
  scope: 'scorecards:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own' },
}
export const writeValues: Rule = {
  scope: 'scorecards:write',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own' },
}
