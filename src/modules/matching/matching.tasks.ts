import { z } from 'zod'
import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { scoreCandidate } from './score-candidate.ts'
import { failRun, runJob } from './score-job.ts'

const background = {
  queue: 'matching',
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  // Below what a queue takes for a lost task. What a run has stored by then, the next attempt skips.
  timeoutMs: 240_000,
} as const

export const profileCandidateTask = defineTask({
  ...background,
  name: 'matching.profile_candidate',
  payload: z.object({ candidateId: z.uuid() }),
  handler: async (ctx, { candidateId }) => {
    await scoreCandidate(ctx, candidateId)
  },
})

export const scoreJobTask = defineTask({
  ...background,
  name: 'matching.score_job',
  payload: z.object({ jobId: z.uuid(), operationId: z.uuid().nullable() }),
  handler: async (ctx, run) => {
    await runJob(ctx, run)
  },
  onDead: (ctx, run) => failRun(ctx, run, 'match.run_failed', 'The candidates could not all be scored.'),
})

export const matchTasks = [profileCandidateTask, scoreJobTask]
