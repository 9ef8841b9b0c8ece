import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { applyPatch, changesBetween } from './jobs.edit.ts'
import * as repo from './jobs.repo.ts'
import { saveJob } from './jobs.service.ts'

/** Gives the jobs that name one person to another. What was given already names the other one, so it may run twice. */
export const reassignJobsTask = defineTask({
  name: 'jobs.reassign',
  queue: 'default',
  payload: z.object({ from: z.uuid(), to: z.uuid() }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 120_000,
  handler: async (ctx, { from, to }) => {
    while (await reassignBatch(ctx, from, to)) ctx.signal.throwIfAborted()
  },
})

const BATCH = 100

/** Answers whether there may be more. */
const reassignBatch = (ctx: TaskContext, from: string, to: string): Promise<boolean> =>
  withTenant(ctx, async (tx) => {
    const jobs = await repo.lockJobsNaming(tx, from, BATCH)
    for (const before of jobs) {
      const after = applyPatch(before, {
        ...(before.recruiterId === from && { recruiter_id: to }),
        ...(before.hiringManagerId === from && { hiring_manager_id: to }),
      })
      saveJob(tx, ctx, after, changesBetween(before, after))
    }
    return jobs.length === BATCH
  })
