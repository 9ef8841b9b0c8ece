import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Store } from './store.ts'
import { startWorkers } from './workers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Processor = Parameters<Store['worker']>[1]

/** Workers that wait for what they run, like BullMQ's, and forget it when they are cut off. */
function fakeStore() {
  const running = new Map<string, Promise<unknown>>()
  const processors = new Map<string, Processor>()
  const cut = vi.fn(async () => {})
  const store: Store = {
    queue: () => {
      throw new Error('nothing is sent here')
    },
    worker: (name, processor) => {
      processors.set(name, processor)
      return { close: async () => void (await running.get(name)), getBackend: () => ({ close: cut }) }
    },
    ready: async () => {},
    close: async () => {},
  }
  const take = (lane: string) => {
    const job = { data: { tenantId: 't', taskId: lane } } as Parameters<Processor>[0]
    running.set(lane, processors.get(lane)?.(job) ?? Promise.resolve())
  }
  return { store, cut, take, lanes: () => [...processors.keys()] }
}

test('works in every lane', () => {
  const { store, lanes } = fakeStore()
  startWorkers(store, async () => {})
  expect(lanes().sort()).toEqual(['default', 'matching', 'parsing', 'webhooks'])
})

test('closing lets a running task finish', async () => {
  const { store, cut, take } = fakeStore()
  let finish = () => {}
  const stops: AbortSignal[] = []
  const workers = startWorkers(store, (_ref, stop) => {
    stops.push(stop)
    return new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  take('parsing')
  const closing = workers.close()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(stops.map(({ aborted }) => aborted)).toEqual([false])
  finish()
  await closing
  expect(cut).not.toHaveBeenCalled()
})

test('a task is asked to stop, and cut off where it does not', async () => {
  const { store, cut, take } = fakeStore()
  const stops: AbortSignal[] = []
  const workers = startWorkers(store, (_ref, stop) => {
    stops.push(stop)
    return new Promise(() => {})
  })
  take('webhooks')
  const closing = workers.close()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stops.map(({ aborted }) => aborted)).toEqual([true])
  await vi.advanceTimersByTimeAsync(2_000)
  await closing
  expect(cut).toHaveBeenCalledTimes(4)
})
