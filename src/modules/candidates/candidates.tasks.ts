import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { emit } from '#src/platform/events/events.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { candidateUpdated } from './candidates.events.ts'
import * as repo from './candidates.repo.ts'
import { payloadOf } from './save-candidate.ts'

/** Gives the candidates of one owner to another. What was given already has the other one, so it may run twice. */
export const reassignCandidatesTask = defineTask({
  name: 'candidates.reassign',
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
    const owned = await repo.lockOwned(tx, from, BATCH)
    for (const before of owned) {
      const saved = { ...before, ownerId: to, version: before.version + 1, updatedAt: tx.now }
      repo.updateCandidate(tx, saved.id, saved)
      emit(tx, ctx, candidateUpdated, saved.id, { ...payloadOf(saved), changed: ['owner_id'] })
    }
    return owned.length === BATCH
  })
