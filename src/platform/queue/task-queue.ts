/** Carries the ids of due tasks to the workers of any process. What it loses is sent again from the tasks table. */
export interface TaskQueue {
  send(tickets: TaskTicket[]): Promise<void>
  /** Takes tasks from every lane and runs them; `stop` ends when they have to come to an end. */
  work(run: TaskRun): Promise<Workers>
  /** Drops all it holds: for the only process there is, when it begins. */
  clear(): Promise<void>
  /** Whether it may have lost what it held since anybody asked last. Rejects while it is away. */
  mayHaveLost(): Promise<boolean>
  /** Rejects while nothing can be sent. */
  ready(): Promise<void>
  close(): Promise<void>
}

export interface TaskRef {
  tenantId: string
  taskId: string
}

export interface TaskTicket extends TaskRef {
  /** The same for the same sending, so that a repetition is dropped while the first is still held. */
  key: string
  /** The lane. */
  queue: string
}

export type TaskRun = (ref: TaskRef, stop: AbortSignal) => Promise<unknown>

export interface Workers {
  /** Takes no more, waits for what is running, and in the end cuts it off: another worker will have it again. */
  close(): Promise<void>
}
