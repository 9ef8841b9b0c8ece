import { z } from 'zod'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { progressOperation, succeedOperation } from '#src/modules/operations/index.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { BEFORE_ALL } from './in-pages.ts'
import { findNextScoredBy } from './jobs-to-score.repo.ts'
import { runJob } from './score-job.ts'

/** Where the scoring of all jobs that preferences are for has come to. */
export const rescoringSchema = z.object({
  /** Null: the preferences of the tenant. */
  clientId: z.uuid().nullable(),
  operationId: z.uuid(),
  /** The job that was scored last. */
  after: z.uuid().default(BEFORE_ALL),
  done: z.int().default(0),
  total: z.int().default(0),
})
type Rescoring = z.output<typeof rescoringSchema>

/** Scores the next job and answers where that has come to; undefined where there is none. */
export async function scoreNextJob(ctx: TaskContext, rescoring: Rescoring): Promise<Rescoring | undefined> {
  const { clientId, after, done } = rescoring
  const job = await readTenantOnce(ctx, (tx) => findNextScoredBy(tx, clientId, after))
  if (!job) return undefined
  await runJob(ctx, { jobId: job.id, operationId: null })
  return { ...rescoring, after: job.id, done: done + 1, total: done + job.left }
}

/** Tells whoever asked for it. */
export function recordRescoring(
  tx: TenantTx,
  { operationId, done }: Rescoring,
  next: Rescoring | undefined,
): void {
  if (next) progressOperation(tx, operationId, { done: next.done, total: next.total })
  else succeedOperation(tx, operationId, { jobs: done })
}
