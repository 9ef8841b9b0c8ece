import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { profileCandidateTask, scoreJobTask } from './matching.tasks.ts'

/** What of a job a score depends on. */
const COUNTS: ReadonlySet<unknown> = new Set([
  'title',
  'description',
  'skills',
  'location',
  'location_type',
  'experience_min',
  'experience_max',
  'education_min',
])

export const matchSubscriptions: readonly Subscription[] = [
  {
    events: ['resume.parsed'],
    task: profileCandidateTask,
    payload: ({ payload }) => ({ candidateId: payload.candidate_id }),
  },
  {
    events: ['candidate.restored'],
    task: profileCandidateTask,
    payload: ({ resourceId }) => ({ candidateId: resourceId }),
  },
  {
    events: ['job.opened', 'job.reopened'],
    task: scoreJobTask,
    payload: ({ resourceId }) => ({ jobId: resourceId, operationId: null }),
  },
  {
    events: ['job.updated'],
    task: scoreJobTask,
    payload: ({ resourceId, payload: { status, changed } }) =>
      (status === 'open' || status === 'paused') &&
      Array.isArray(changed) &&
      changed.some((field) => COUNTS.has(field))
        ? { jobId: resourceId, operationId: null }
        : undefined,
  },
]
