import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { applicationRejected } from './applications.events.ts'
import { rejectActive } from './applications.repo.ts'
import { payloadOf } from './applications.service.ts'

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

/** Answers whether there may be more. A job that was reopened meanwhile keeps the rest. */
const rejectBatch = (ctx: TaskContext, jobId: string): Promise<boolean> =>
  withTenant(ctx, async (tx) => {
    const job = await findJob(tx, jobId)
    if (job && job.status !== 'closed') return false
    const rejected = await rejectActive(tx, jobId, BATCH)
    for (const row of rejected) {
      const payload = payloadOf({ ...row, status: 'rejected' })
      emit(tx, ctx, applicationRejected, row.id, { ...payload, from_status: 'active', reason: 'job_closed' })
    }
    return rejected.length === BATCH
  })
