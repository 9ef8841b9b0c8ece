import { concurrencyOf, LANES } from './lanes.ts'
import type { Store } from './store.ts'
import type { TaskRun, Workers } from './task-queue.ts'

/** How long a running task is waited for before it is asked to stop, and then before it is left alone. */
const GRACE_MS = 5_000
const CUT_OFF_MS = 2_000

export function startWorkers(store: Store, run: TaskRun): Workers {
  const stop = new AbortController()
  const workers = LANES.map((lane) =>
    store.worker(lane, async ({ data }) => void (await run(data, stop.signal)), concurrencyOf(lane)),
  )
  return {
    async close() {
      const { promise: cutOff, resolve: cut } = Promise.withResolvers<void>()
      const timers = [setTimeout(() => stop.abort(), GRACE_MS), setTimeout(cut, GRACE_MS + CUT_OFF_MS)]
      const finished = Promise.all(workers.map((worker) => worker.close())).then(() => true)
      const isFinished = await Promise.race([finished, cutOff])
      for (const timer of timers) clearTimeout(timer)
      if (!isFinished) await Promise.all(workers.map((worker) => worker.getBackend().close(true)))
    },
  }
}
