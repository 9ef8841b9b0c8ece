import type { Processor } from 'bullmq'
import type { TaskRef } from './task-queue.ts'

/** BullMQ over Redis or over PostgreSQL: what differs between them. */
export interface Store {
  queue(name: string): StoreQueue
  worker(name: string, processor: Processor<TaskRef>, concurrency: number): StoreWorker
  /** See `TaskQueue`; absent where nothing is lost that the ledger of tasks keeps. */
  mayHaveLost?(): Promise<boolean>
  /** Rejects while it cannot be reached. */
  ready(): Promise<void>
  close(): Promise<void>
}

export interface StoreQueue {
  addBulk(jobs: StoredJob[]): Promise<unknown>
  obliterate(options: { force: boolean }): Promise<void>
  close(): Promise<void>
}

export interface StoreWorker {
  close(): Promise<void>
  /** Its connections; with `force` they are cut, which also ends a `close` that waits for a lost one. */
  getBackend(): { close(force: boolean): Promise<void> }
}

export interface StoredJob {
  name: string
  data: TaskRef
  opts: {
    jobId: string
    attempts: number
    backoff: { type: 'fixed'; delay: number }
    removeOnComplete: boolean
    removeOnFail: boolean
  }
}

/** Nobody reads the stream of events that BullMQ writes for every job. */
export const QUEUE_OPTIONS = { streams: { events: { maxLen: 100 } } }

/**
 * A lock that is not renewed for eight seconds is lost, and is found at the next look: so the work of a killed process
 * is in other hands after 13 s at most, and as often as it takes.
 */
export const WORKER_OPTIONS = {
  lockDuration: 8_000,
  stalledInterval: 2_500,
  maxStalledCount: 10,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
  // After a lost connection; BullMQ's own 15 s would leave a lane idle long after Redis is back.
  runRetryDelay: 1_000,
}
