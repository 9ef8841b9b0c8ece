import type { Rule } from '#src/http/principal.ts'

/** Whoever reads what jobs ask for; skills belong to nobody, so `own` reaches all of them. */
export const readSkills: Rule = {
  scope: 'jobs:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
/** The lexicon decides what every resume and job of the tenant says: a setting. */
export const writeSkills: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
