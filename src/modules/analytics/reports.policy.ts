import type { Rule } from '#src/http/principal.ts'

/** `own`: over the jobs that name the person as recruiter or hiring manager. */
export const readReports: Rule = {
  scope: 'reports:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
