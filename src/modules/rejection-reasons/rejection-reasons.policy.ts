import type { Rule } from '#src/http/principal.ts'

/** Whoever reads applications reads why they were rejected; reasons belong to nobody, so `own` reaches all of them. */
export const readReasons: Rule = {
  scope: 'applications:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
/** Whoever sets up jobs and their pipelines. */
export const writeReasons: Rule = { scope: 'jobs:write', roles: { admin: 'all', recruiter: 'all' } }
