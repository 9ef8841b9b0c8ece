import { z } from 'zod'
import { defineTask, exponentialBackoff, type TaskDefinition } from '#src/platform/tasks/tasks.ts'
import { analyseScreening } from './analyse.ts'
import { closeUnwanted } from './close-unwanted.ts'
import { finishTurn, takeTurn } from './follow-up.ts'
import {
  analyseScreeningTask,
  nextTurnTask,
  sendScreeningLinkTask,
  watchScreeningTask,
} from './screening.task-names.ts'
import { sendLink } from './send-link.ts'
import { watchScreening } from './watch.ts'

const common = { queue: 'default', attempts: 8, backoffSeconds: exponentialBackoff } as const

export const closeUnwantedTask = defineTask({
  ...common,
  name: 'screenings.close_unwanted',
  /** An application or a job. */
  payload: z.object({ about: z.uuid() }),
  timeoutMs: 60_000,
  handler: (ctx, { about }) => closeUnwanted(ctx, about),
})

export const screeningTasks: readonly TaskDefinition[] = [
  closeUnwantedTask,
  defineTask({
    ...sendScreeningLinkTask,
    ...common,
    timeoutMs: 60_000,
    handler: sendLink,
  }),
  defineTask({
    ...watchScreeningTask,
    ...common,
    timeoutMs: 30_000,
    handler: (ctx, { session_id }) => watchScreening(ctx, session_id),
  }),
  defineTask({
    ...nextTurnTask,
    ...common,
    // Somebody waits for it.
    backoffSeconds: () => 5,
    attempts: 3,
    timeoutMs: 60_000,
    handler: takeTurn,
    onDead: (ctx, turn) => finishTurn(ctx, turn),
  }),
  defineTask({
    ...analyseScreeningTask,
    ...common,
    // A call a question, one after the other.
    timeoutMs: 15 * 60_000,
    handler: (ctx, { session_id }) => analyseScreening(ctx, session_id),
  }),
]
