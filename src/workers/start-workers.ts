import type { AppContext } from '#src/context.ts'
import { relayOnce } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import type { Subscription, TaskDefinition } from '#src/platform/tasks/tasks.ts'
import { hourlySweep } from './hourly-sweep.ts'
import { forgetSentTasks } from './housekeeping.repo.ts'
import { startRelayLoop } from './relay-loop.ts'

export interface BackgroundWork {
  tasks: ReadonlyMap<string, TaskDefinition>
  subscriptions: readonly Subscription[]
}

/** The background half of a process: the relay feeds the queue, the workers empty it. */
export async function startWorkers(
  context: AppContext,
  work: BackgroundWork,
): Promise<{ close(): Promise<void> }> {
  const { config, db, log, queue } = context
  if (config.queue.kind === 'embedded') {
    // This process is the only one there is, so whatever the queue still holds died with the last.
    await queue.clear()
    await forgetSentTasks(context)
  }
  const workers = await queue.work((ref, stop) => runTask(context, work.tasks, ref, stop))
  const sweep = hourlySweep(context)
  const relay = startRelayLoop({
    relay: async () => {
      await sweep()
      return relayOnce({ context, ...work, transport: queue })
    },
    wake: db.outbox,
    log,
  })
  return {
    async close() {
      await workers.close()
      await relay.stop()
    },
  }
}
