import { type Principal, type Rule, reachOf } from '#src/http/principal.ts'
import type { NoteSight } from './visible.repo.ts'

/** `own`: about the candidates who applied to jobs that name the person as recruiter or hiring manager. */
export const readNotes: Rule = {
  scope: 'notes:read',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own', viewer: 'all' },
}
export const writeNotes: Rule = {
  scope: 'notes:write',
  roles: { admin: 'all', recruiter: 'all', hiring_manager: 'own' },
}

/** How far someone sees, as they would at the notes themselves; undefined for who may read none. */
export function sightOf(principal: Principal): NoteSight | undefined {
  const reach = reachOf(principal, readNotes)
  return reach && { person: principal.userId, role: principal.role, onlyNamed: reach === 'own' }
}
