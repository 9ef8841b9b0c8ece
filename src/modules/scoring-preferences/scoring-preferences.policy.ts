import type { Rule } from '#src/http/principal.ts'

/** Whoever reads matches reads what they were scored with; it belongs to nobody, so `own` reaches all of it. */
export const readPreferences: Rule = {
  scope: 'matches:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
/** They decide the order of every shortlist: a setting. */
export const writePreferences: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
