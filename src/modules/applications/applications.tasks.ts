import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { applicationRejected } from './applications.events.ts'
import { rejectActive } from './batches.repo.ts'
import { recordSteps, stepPayloadOf } from './record-steps.ts'

/** Rejects the active applications of a closed job. What was rejected already is left alone, so it may run twice. */
export const rejectApplicationsOfJob = defineTask({
  name: 'applications.reject_of_job',
  queue: 'default',
  payload: z.object({ job_id: z.uuid() }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 60_000,
  handler: async (ctx, { job_id }) => {
    while (await rejectBatch(ctx, job_id)) ctx.signal.throwIfAborted()
  },
})

const BATCH = 100
const REASON = 'job_closed'

/** Answers whether there may be more. A job that was reopened meanwhile keeps the rest. */
const rejectBatch = (ctx: TaskContext, jobId: string): Promise<boolean> =>
  withTenant(ctx, async (tx) => {
    const job = await findJob(tx, jobId)
    if (job && job.status !== 'closed') return false
    const steps = (await rejectActive(tx, jobId, BATCH)).map((after) => ({
      action: 'reject',
      before: { ...after, status: 'active' as const },
      after,
      reason: REASON,
    }))
    recordSteps(tx, ctx.actor, steps)
    for (const { before, after } of steps) {
      const payload = { ...stepPayloadOf(before, after), rejection_reason_id: null, reason: REASON }
      emit(tx, ctx, applicationRejected, after.id, payload)
    }
    return steps.length === BATCH
  })
