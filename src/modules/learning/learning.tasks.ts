import { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import { defineTask, exponentialBackoff, type TaskDefinition } from '#src/platform/tasks/tasks.ts'
import { deriveFeedback } from './feedback.repo.ts'
import type { LearningPorts } from './learning.ports.ts'
import { failTraining, trainModel } from './train-model.ts'

/** What is enqueued to have a version trained. */
export const trainRequest = {
  name: 'learning.train',
  payload: z.object({ modelId: z.uuid(), operationId: z.uuid() }),
}

const trainTask = (ports: LearningPorts) =>
  defineTask({
    ...trainRequest,
    queue: 'matching',
    attempts: 5,
    backoffSeconds: exponentialBackoff,
    timeoutMs: 120_000,
    handler: async (ctx, run) => {
      await trainModel(ctx, run, ports)
      return undefined
    },
    onDead: failTraining,
  })

export const deriveTask = defineTask({
  name: 'learning.derive_feedback',
  queue: 'default',
  payload: z.object({ applicationId: z.uuid() }),
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  handler: async (ctx, { applicationId }) => {
    await withTenant(ctx, (tx) => deriveFeedback(tx, applicationId))
    return undefined
  },
})

export const learningTasks = (ports: LearningPorts): readonly TaskDefinition[] => [
  trainTask(ports),
  deriveTask,
]
