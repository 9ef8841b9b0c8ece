import type { Rule } from '#src/http/principal.ts'

/** As matches are read: what is shown is an order of them. */
export const readShortlist: Rule = {
  scope: 'matches:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
/** `own`: on matches for the jobs that name the person. */
export const giveFeedback: Rule = {
  scope: 'learning:write',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own' },
}
export const readLearning: Rule = { scope: 'learning:read', roles: { admin: 'all', recruiter: 'all' } }
/** How groups of people fare by a version: as audits are read. */
export const readGroups: Rule = { scope: 'eeo:aggregate', roles: { admin: 'all' } }
/** A version in force decides the order of every shortlist: a setting. */
export const changeLearning: Rule = { scope: 'tenant:write', roles: { admin: 'all' } }
