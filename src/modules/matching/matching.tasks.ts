import { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { failOperation } from '#src/modules/operations/index.ts'
import { usesComponent } from '#src/modules/scoring-preferences/index.ts'
import { defineTask, enqueue, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { recordRescoring, rescoringSchema, scoreNextJob } from './rescore-jobs.ts'
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

/** One job after the other, each a task of its own that asks for the next one. */
export const rescoreTask = defineTask({
  ...background,
  name: 'matching.rescore',
  payload: rescoringSchema,
  handler: async (ctx, rescoring) => {
    const next = await scoreNextJob(ctx, rescoring)
    await withTenant(ctx, async (tx) => {
      if (next) enqueue(tx, ctx, rescoreTask, next)
      recordRescoring(tx, rescoring, next)
      ctx.task.finishWith(tx)
    })
  },
  onDead: (ctx, { operationId }) =>
    withTenant(ctx, async (tx) =>
      failOperation(tx, operationId, {
        code: 'scoring_preferences.rescore_failed',
        detail: 'The jobs could not all be scored again.',
      }),
    ),
})

/** Scores a candidate anew where the values that people assess count at all. */
export const scoreValuesTask = defineTask({
  ...background,
  name: 'matching.score_values',
  payload: z.object({ candidateId: z.uuid() }),
  handler: async (ctx, { candidateId }) => {
    if (await readTenantOnce(ctx, (tx) => usesComponent(tx, 'values'))) await scoreCandidate(ctx, candidateId)
  },
})

export const matchTasks = [profileCandidateTask, scoreJobTask, rescoreTask, scoreValuesTask]
