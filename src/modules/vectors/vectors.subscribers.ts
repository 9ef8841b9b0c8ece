import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { tenantsWithModels } from './models.repo.ts'
import { embedCandidateTask } from './vectors.tasks.ts'

/** What changes which text speaks for a candidate. */
const CHANGES: Record<string, (payload: Record<string, unknown>) => boolean> = {
  'resume.parsed': () => true,
  'resume.updated': ({ changed }) => Array.isArray(changed) && changed.includes('is_primary'),
  'resume.deleted': ({ is_primary }) => is_primary === true,
  // A parse that failed at once left nothing; one that a person rejected did.
  'resume.parse_failed': ({ reason_codes }) =>
    Array.isArray(reason_codes) && reason_codes.includes('review.rejected'),
}

export const vectorSubscriptions: readonly Subscription[] = [
  {
    events: [...Object.keys(CHANGES), 'candidate.restored'],
    task: embedCandidateTask,
    payload: ({ type, resourceId, payload }) => {
      if (type === 'candidate.restored') return { candidateId: resourceId }
      return CHANGES[type]?.(payload) && payload.candidate_id
        ? { candidateId: payload.candidate_id }
        : undefined
    },
    // The built-in vectors are written with the scores; a remote store has a copy of every tenant's.
    heardBy: async (tx, tenants, { vectors }) =>
      vectors.kind === 'pgvector' ? tenantsWithModels(tx, tenants) : new Set(tenants),
  },
]
