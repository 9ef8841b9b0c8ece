import { z } from 'zod'
import { withSystem } from '#src/db/system.ts'
import { defineTask, exponentialBackoff, type Subscription } from '#src/platform/tasks/tasks.ts'
import { revokeSessionsOf } from './auth.repo.ts'

/**
 * Ends the sessions that a removed member had in the tenant. They are worth nothing from the moment of the removal on;
 * this is so that they stay so should the person come back.
 */
export const endSessionsTask = defineTask({
  name: 'auth.end_sessions',
  queue: 'default',
  payload: z.object({ user_id: z.uuid(), removed_at: z.iso.datetime() }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  handler: async ({ app, tenantId }, { user_id: userId, removed_at: removedAt }) => {
    await withSystem(app, 'authenticate', async (tx) =>
      revokeSessionsOf(tx, { userId, tenantId, before: new Date(removedAt) }, 'member_removed'),
    )
    return undefined
  },
})

export const authSubscriptions: readonly Subscription[] = [
  {
    events: ['member.removed'],
    task: endSessionsTask,
    payload: ({ resourceId, payload }) => ({ user_id: resourceId, removed_at: payload.removed_at }),
  },
]
