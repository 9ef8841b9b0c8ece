import { covers, type Principal, type Rule } from '#src/http/principal.ts'

/** `own`: the candidates who applied to jobs that name the person as recruiter or hiring manager. */
export const readCandidates: Rule = {
  scope: 'candidates:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeCandidates: Rule = { scope: 'candidates:write', roles: { admin: 'all', recruiter: 'all' } }

/** A key that reads these nouns reads people; one for their applications alone does not. */
const PEOPLE = ['candidates:read', 'candidates:write', 'resumes:read', 'resumes:write']

/** Whether e-mail, phone and links are shown: to whom they help to hire, and to keys that are for people. */
export const seesContact = ({ role, scopes }: Principal): boolean =>
  ['admin', 'recruiter', 'hiring_manager'].includes(role) &&
  (scopes === null || PEOPLE.some((scope) => covers(scopes, scope)))
