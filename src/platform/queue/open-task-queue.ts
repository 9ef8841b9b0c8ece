import { LANES } from './lanes.ts'
import type { Store, StoredJob, StoreQueue } from './store.ts'
import type { TaskQueue, TaskTicket } from './task-queue.ts'
import { startWorkers } from './workers.ts'

/** `open` is called at the first use, so a process that neither sends nor works opens no connection. */
export function openTaskQueue(open: () => Promise<Store>): TaskQueue {
  const queues = new Map<string, StoreQueue>()
  let opening: Promise<Store> | undefined

  async function store(): Promise<Store> {
    opening ??= open().catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }

  async function laneQueue(lane: string): Promise<StoreQueue> {
    const opened = await store()
    const known = queues.get(lane) ?? opened.queue(lane)
    queues.set(lane, known)
    return known
  }

  return {
    async send(tickets) {
      for (const [lane, ofLane] of Map.groupBy(tickets, (ticket) => ticket.queue)) {
        await (await laneQueue(lane)).addBulk(ofLane.map(toJob))
      }
    },

    async work(run) {
      return startWorkers(await store(), run)
    },

    async clear() {
      for (const lane of LANES) await (await laneQueue(lane)).obliterate({ force: true })
    },

    async mayHaveLost() {
      return (await (await store()).mayHaveLost?.()) ?? false
    },

    async ready() {
      await (await store()).ready()
    },

    async close() {
      const opened = await opening?.catch(() => undefined)
      for (const queue of queues.values()) await queue.close()
      await opened?.close()
    },
  }
}

/**
 * No trace afterwards: the row in the tasks table is what counts attempts. A run rejects only while the database is
 * away, so the queue asks again every three seconds for some minutes, after which the relay sends the task anew.
 */
const toJob = ({ key, tenantId, taskId }: TaskTicket): StoredJob => ({
  name: 'task',
  data: { tenantId, taskId },
  opts: {
    jobId: key,
    attempts: 100,
    backoff: { type: 'fixed', delay: 3000 },
    removeOnComplete: true,
    removeOnFail: true,
  },
})
