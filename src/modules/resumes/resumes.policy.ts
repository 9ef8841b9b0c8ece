import type { Principal, Rule } from '#src/http/principal.ts'
import { presentContact } from '#src/modules/candidates/index.ts'

/** `own`: the resumes of candidates who applied to jobs that name the person as recruiter or hiring manager. */
export const readResumes: Rule = {
  scope: 'resumes:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeResumes: Rule = { scope: 'resumes:write', roles: { admin: 'all', recruiter: 'all' } }

/** Whether what leads to a person is shown, as it is for candidates. */
export const seesContact = (principal: Principal): boolean =>
  presentContact({ email: null, phone: null, links: [] }, principal).links !== null
