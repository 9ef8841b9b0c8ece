import type { RequestContext } from '#src/http/context.ts'
import type { Sight } from './visible.repo.ts'

export const sightOf = ({ reach, visibility, principal }: RequestContext): Sight => ({
  person: principal.userId,
  unclaimed: reach === 'all' && visibility === 'tenant',
  onlyNamed: reach === 'own',
})
