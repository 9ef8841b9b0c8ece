import { expect, test, vi } from 'vitest'
import { openTaskQueue } from './open-task-queue.ts'
import type { Store, StoredJob } from './store.ts'

function fakeStore() {
  const added = new Map<string, StoredJob[]>()
  const closed: string[] = []
  const store: Store = {
    queue: (name) => ({
      addBulk: async (jobs) => added.set(name, [...(added.get(name) ?? []), ...jobs]),
      obliterate: async () => void added.delete(name),
      close: async () => void closed.push(name),
    }),
    worker: () => ({ close: async () => {}, getBackend: () => ({ close: async () => {} }) }),
    ready: async () => {},
    close: async () => void closed.push('store'),
  }
  return { store, added, closed }
}

const ticket = (taskId: string, queue: string) => ({ key: `ob-${taskId}`, queue, tenantId: 't', taskId })

test('each ticket goes into its lane, once for one key, to be tried once and to leave no trace', async () => {
  const { store, added } = fakeStore()
  const queue = openTaskQueue(async () => store)
  await queue.send([ticket('1', 'parsing'), ticket('2', 'webhooks'), ticket('3', 'parsing')])
  expect([...added.keys()].sort()).toEqual(['parsing', 'webhooks'])
  expect(added.get('parsing')?.map(({ data }) => data.taskId)).toEqual(['1', '3'])
  expect(added.get('webhooks')?.[0]).toEqual({
    name: 'task',
    data: { tenantId: 't', taskId: '2' },
    opts: {
      jobId: 'ob-2',
      attempts: 100,
      backoff: { type: 'fixed', delay: 3000 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  })
})

test('opens nothing before its first use, opens once, and tries again when that failed', async () => {
  const { store, closed } = fakeStore()
  const open = vi.fn(async () => store)
  open.mockRejectedValueOnce(new Error('away'))
  const queue = openTaskQueue(open)
  expect(open).not.toHaveBeenCalled()
  await expect(queue.send([ticket('1', 'default')])).rejects.toThrow('away')
  await Promise.all([queue.send([ticket('1', 'default')]), queue.ready()])
  expect(open).toHaveBeenCalledTimes(2)
  await queue.close()
  expect(closed).toEqual(['default', 'store'])
})

test('closing a queue that was never used opens nothing', async () => {
  const open = vi.fn(async () => fakeStore().store)
  await openTaskQueue(open).close()
  expect(open).not.toHaveBeenCalled()
})
