import type { Subscription } from '#src/platform/tasks/tasks.ts'
import { profileCandidateTask, rescoreTask, scoreJobTask, scoreValuesTask } from './matching.tasks.ts'

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
  'client_id',
])

export const matchSubscriptions: readonly Subscription[] = [
  {
    events: ['resume.parsed'],
    task: profileCandidateTask,
    payload: ({ payload }) => ({ candidateId: payload.candidate_id }),
  },
  {
    events: ['resume.updated'],
    task: profileCandidateTask,
    payload: ({ payload }) =>
      payload.is_primary && isAmong(payload.changed, 'is_primary')
        ? { candidateId: payload.candidate_id }
        : undefined,
  },
  {
    events: ['resume.deleted'],
    task: profileCandidateTask,
    payload: ({ payload }) => (payload.is_primary ? { candidateId: payload.candidate_id } : undefined),
  },
  {
    // A parse that failed at once left no profile; one that a person rejected did.
    events: ['resume.parse_failed'],
    task: profileCandidateTask,
    payload: ({ payload }) =>
      isAmong(payload.reason_codes, 'review.rejected') ? { candidateId: payload.candidate_id } : undefined,
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
  {
    events: ['scoring_preferences.activated', 'scoring_preferences.rolled_back'],
    task: rescoreTask,
    payload: ({ payload: { client_id: clientId, operation_id: operationId } }) => ({ clientId, operationId }),
  },
  {
    events: ['values_assessment.submitted', 'values_assessment.updated'],
    task: scoreValuesTask,
    payload: ({ payload }) => ({ candidateId: payload.candidate_id }),
  },
]

const isAmong = (list: unknown, word: string): boolean => Array.isArray(list) && list.includes(word)
