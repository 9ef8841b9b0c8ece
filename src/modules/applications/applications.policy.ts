import type { Rule } from '#src/http/principal.ts'

/** `own`: the applications to jobs that name the person as recruiter or hiring manager. */
export const readApplications: Rule = {
  scope: 'applications:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeApplications: Rule = {
  scope: 'applications:write',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own' },
}
/** Narrower than the scope it shares: asked for on top of `writeApplications`. */
export const deleteApplications: Rule = {
  scope: 'applications:write',
  roles: { admin: 'all', recruiter: 'all' },
}
