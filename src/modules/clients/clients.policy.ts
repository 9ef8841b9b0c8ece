import type { Rule } from '#src/http/principal.ts'

/** Clients belong to nobody, so `own` reaches all of them. */
export const readClients: Rule = {
  scope: 'clients:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeClients: Rule = { scope: 'clients:write', roles: { admin: 'all', recruiter: 'all' } }
