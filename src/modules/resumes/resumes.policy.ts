import type { Rule } from '#src/http/principal.ts'

/** `own`: the resumes of candidates who applied to jobs that name the person as recruiter or hiring manager. */
export const readResumes: Rule = {
  scope: 'resumes:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeResumes: Rule = { scope: 'resumes:write', roles: { admin: 'all', recruiter: 'all' } }
