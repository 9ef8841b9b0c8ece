import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { lockCandidates, touchCandidate } from '#src/modules/candidates/index.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import * as repo from './tags.repo.ts'

/**
 * Tells of a renamed, merged or deleted tag, candidate by candidate, and moves or removes what they have of it. A
 * candidate that was told of once is not told again, so it may run twice.
 */
export const settleTag = defineTask({
  name: 'tags.settle',
  queue: 'default',
  payload: z.object({ tag_id: z.uuid() }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 240_000,
  handler: async (ctx, { tag_id }) => {
    while (await settleBatch(ctx, tag_id)) ctx.signal.throwIfAborted()
  },
})

const BATCH = 100

/** Answers whether there may be more. */
const settleBatch = (ctx: TaskContext, id: string): Promise<boolean> =>
  withTenant(ctx, async (tx) => {
    await repo.lockTags(tx)
    const tag = await repo.lockAnyTag(tx, id)
    if (!tag) return false
    const ids = await repo.listUntold(tx, id, tag.version, BATCH)
    // A deleted candidate tells of itself when it is restored.
    for (const candidate of await lockCandidates(tx, ids)) touchCandidate(tx, ctx, candidate, ['tags'])
    repo.settleCandidates(tx, id, ids)
    return ids.length === BATCH
  })
