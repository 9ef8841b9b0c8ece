import { StorageError } from '#src/platform/storage/storage-error.ts'
import { defineTask, exponentialBackoff } from '#src/platform/tasks/tasks.ts'
import { parseResume } from './parse-resume.ts'
import { parseTask } from './parse-task.ts'
import { settleParse } from './settle-parse.ts'

export const parseResumeTask = defineTask({
  ...parseTask,
  queue: 'parsing',
  attempts: 3,
  backoffSeconds: exponentialBackoff,
  // Above the limits of the storage, of the parser's child and of a model together.
  timeoutMs: 90_000,
  handler: (ctx, { parse_id }) => parseResume(ctx, parse_id),
  onDead: (ctx, { parse_id }, error) =>
    settleParse(ctx, parse_id, error instanceof StorageError ? 'parse.unavailable' : 'parse.crashed'),
})
