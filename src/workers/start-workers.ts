import type { AppContext } from '#src/context.ts'
import { relayOnce, resendLostTasks } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import type { Subscription, TaskDefinition } from '#src/platform/tasks/tasks.ts'
import { forgetSentTasks, removeExpired } from './housekeeping.repo.ts'
import { nowAndThen } from './now-and-then.ts'
import { startRelayLoop } from './relay-loop.ts'
import { keepStatistics } from './statistics.ts'

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
  const relayDeps = { context, ...work, transport: queue }
  const sweep = nowAndThen(context, {
    name: 'remove what expired',
    everyMs: 60 * 60_000,
    run: () => removeExpired(context),
  })
  const resend = nowAndThen(context, {
    name: 'resend lost tasks',
    everyMs: 60_000,
    run: () => resendLostTasks(relayDeps),
  })
  const refreshStatistics = keepStatistics(context)
  const relay = startRelayLoop({
    relay: async () => {
      await sweep()
      await resend()
      const moved = await relayOnce(relayDeps)
      await refreshStatistics(moved)
      return moved
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
