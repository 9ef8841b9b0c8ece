import { z } from 'zod'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'

/** Deletes the bytes of a file whose row is gone. What fails for good is left to the sweep. */
export const removeObjectTask = defineTask({
  name: 'files.remove_object',
  queue: 'default',
  payload: z.object({ area: z.enum(['attachments', 'resumes']), id: z.uuid() }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 60_000,
  handler: async ({ app, tenantId }, { area, id }) => {
    await app.storage.delete(objectKey(tenantId, area, id))
  },
})
