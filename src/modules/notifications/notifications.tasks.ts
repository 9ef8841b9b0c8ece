import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { insertNotifications } from './notifications.repo.ts'

/** Tells people that a note mentions them. */
export const tellMentioned = defineTask({
  name: 'notifications.tell_mentioned',
  queue: 'default',
  payload: z.object({
    event_id: z.uuid(),
    candidate_id: z.uuid(),
    note_id: z.uuid(),
    user_ids: z.array(z.uuid()).min(1),
  }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  handler: async (ctx, { event_id: eventId, candidate_id: candidateId, note_id: noteId, user_ids }) => {
    await withTenant(ctx, async (tx) => {
      const common = { tenantId: tx.tenantId, eventId, candidateId, noteId, createdAt: tx.now }
      const rows = user_ids.map(
        (userId) => ({ ...common, id: newId(), userId, type: 'note_mention' }) as const,
      )
      insertNotifications(tx, rows)
    })
    return undefined
  },
})
