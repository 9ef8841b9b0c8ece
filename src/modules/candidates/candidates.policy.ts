import type { Principal, Rule } from '#src/http/principal.ts'

/** `own`: the candidates who applied to jobs that name the person as recruiter or hiring manager. */
export const readCandidates: Rule = {
  scope: 'candidates:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeCandidates: Rule = { scope: 'candidates:write', roles: { admin: 'all', recruiter: 'all' } }

/** Whether e-mail, phone and links are shown. */
export const seesContact = ({ role }: Principal): boolean =>
  ['admin', 'recruiter', 'hiring_manager'].includes(role)
