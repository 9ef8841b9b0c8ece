import type { AppContext } from '#src/context.ts'
import { relayOnce, resendLostTasks, resendSentBefore } from '#src/platform/tasks/relay.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import type { Subscription, TaskDefinition } from '#src/platform/tasks/tasks.ts'
import { claimChore } from './chores.repo.ts'
import { forgetSentTasks, removeExpired } from './housekeeping.repo.ts'
import { type Chore, nowAndThen } from './now-and-then.ts'
import { pruneEvents } from './prune-events.repo.ts'
import { startRelayLoop } from './relay-loop.ts'
import { keepStatistics } from './statistics.ts'
import { type FileOwners, sweepOrphans } from './sweep-orphans.ts'

export interface BackgroundWork {
  tasks: ReadonlyMap<string, TaskDefinition>
  subscriptions: readonly Subscription[]
  /** Of the modules; in each process, so twice must have the effect of once. */
  chores: readonly (Omit<Chore, 'run'> & { run(context: AppContext): Promise<number> })[]
  fileOwners: FileOwners
}

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** The background half of a process: the relay feeds the queue, the workers empty it. */
export async function startWorkers(
  context: AppContext,
  work: BackgroundWork,
): Promise<{ close(): Promise<void> }> {
  const { clock, config, db, log, metrics, queue } = context
  if (config.queue.kind === 'embedded') {
    // This process is the only one there is, so whatever the queue still holds died with the last.
    await queue.clear()
    await forgetSentTasks(context)
  }
  const workers = await queue.work(async (ref, stop) => {
    metrics.taskRuns.inc({ result: await runTask(context, work.tasks, ref, stop) })
  })
  const relayDeps = { context, ...work, transport: queue }
  const sweep = nowAndThen(context, {
    name: 'remove what expired',
    everyMs: HOUR_MS,
    run: async () =>
      (await claimChore(context, 'remove what expired', HOUR_MS)) ? removeExpired(context) : 0,
  })
  const stop = new AbortController()
  let sweeping: Promise<void> | undefined
  const sweepFiles = nowAndThen(context, {
    name: 'sweep orphaned files',
    everyMs: HOUR_MS,
    run: async () =>
      (await claimChore(context, 'sweep orphaned files', DAY_MS))
        ? sweepOrphans(context, work.fileOwners, stop.signal)
        : 0,
  })
  const prune = nowAndThen(context, {
    name: 'prune events',
    everyMs: 10 * 60_000,
    run: () => pruneEvents(context),
  })
  const resend = nowAndThen(context, {
    name: 'resend lost tasks',
    everyMs: 60_000,
    run: () => resendLostTasks(relayDeps),
  })
  const refill = nowAndThen(context, {
    name: 'hand over again what the queue lost',
    everyMs: 1_000,
    run: async () => {
      // Said of a moment before the look: what is sent after it is not lost.
      const before = clock.now()
      const lost = await queue.mayHaveLost().catch(() => false)
      return lost ? resendSentBefore(relayDeps, before) : 0
    },
  })
  const chores = work.chores.map((chore) => nowAndThen(context, { ...chore, run: () => chore.run(context) }))
  const refreshStatistics = keepStatistics(context)
  const relay = startRelayLoop({
    relay: async () => {
      await sweep()
      await prune()
      for (const chore of chores) await chore()
      // Beside the relay: a store of many files takes its time.
      sweeping ??= sweepFiles().finally(() => {
        sweeping = undefined
      })
      await resend()
      await refill()
      const moved = await relayOnce(relayDeps)
      await refreshStatistics(moved)
      return moved
    },
    wake: db.outbox,
    log,
  })
  return {
    async close() {
      stop.abort()
      await workers.close()
      await relay.stop()
      await sweeping
    },
  }
}
