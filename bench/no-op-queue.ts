import { Queue, Worker } from 'bullmq'
import { type Batches, batched } from './batches.ts'
import type { Contender } from './rounds.ts'

const BULK = 500

/** What BullMQ itself does: jobs without work, added in bulk and taken by one worker in this process. */
export function noOpQueue(
  { redisUrl, concurrency, ...batches }: Batches & { redisUrl: string; concurrency: number },
  opened: AsyncDisposableStack,
): Contender {
  const connection = { url: redisUrl, maxRetriesPerRequest: null }
  const options = { connection, prefix: 'bench' }
  const queue = new Queue('no-op', { ...options, streams: { events: { maxLen: 100 } } })
  opened.defer(() => queue.close())
  let left = 0
  let finished = () => {}
  const worker = new Worker(
    'no-op',
    async () => {
      left -= 1
      if (left === 0) finished()
    },
    { ...options, concurrency, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } },
  )
  opened.defer(() => worker.close())
  return batched('BullMQ, no work', batches, async (jobs) => async () => {
    const done = new Promise<void>((resolve) => {
      finished = resolve
    })
    left = jobs
    for (let added = 0; added < jobs; added += BULK) {
      const bulk = Array.from({ length: Math.min(BULK, jobs - added) }, () => ({ name: 'no-op', data: {} }))
      await queue.addBulk(bulk)
    }
    await done
  })
}
