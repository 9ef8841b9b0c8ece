import { z } from 'zod'
import { readTenantOnce } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { LOWEST_ID } from '#src/lib/ids.ts'
import { progressOperation, succeedOperation } from '#src/modules/operations/index.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { countScoredBy, findNextScoredBy } from './jobs-to-score.repo.ts'
import { runJob } from './score-job.ts'

/** Where the scoring of all jobs that preferences are for has come to. */
export const rescoringSchema = z.object({
  /** Null: the preferences of the tenant. */
  clientId: z.uuid().nullable(),
  operationId: z.uuid(),
  /** The job that was scored last. */
  after: z.uuid().default(LOWEST_ID),
  done: z.int().default(0),
  /** Null: not counted yet. */
  total: z.int().nullable().default(null),
})
type Rescoring = z.output<typeof rescoringSchema>

/** Scores the next job and answers where that has come to; undefined where there is none. */
export async function scoreNextJob(ctx: TaskContext, rescoring: Rescoring): Promise<Rescoring | undefined> {
  const { clientId, after, done } = rescoring
  const jobId = await readTenantOnce(ctx, (tx) => findNextScoredBy(tx, clientId, after))
  if (!jobId) return undefined
  const total = rescoring.total ?? (await readTenantOnce(ctx, (tx) => countScoredBy(tx, clientId)))
  await runJob(ctx, { jobId, operationId: null })
  return { ...rescoring, after: jobId, done: done + 1, total }
}

/** Tells whoever asked for it. */
export function recordRescoring(
  tx: TenantTx,
  { operationId, done }: Rescoring,
  next: Rescoring | undefined,
): void {
  if (next) progressOperation(tx, operationId, { done: next.done, total: next.total ?? next.done })
  else succeedOperation(tx, operationId, { jobs: done })
}
