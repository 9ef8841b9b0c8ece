import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { EngineReply, EngineRequest, EngineStart } from './engine-worker.ts'

/** PostgreSQL in a worker thread: the event loop stays free, and a statement that runs away can be stopped. */
export interface Engine {
  /** Sends messages up to a Query, Sync or Flush and returns the reply. */
  exec(messages: Buffer): Promise<Buffer>
  /** A tar of the data directory. */
  dump(): Promise<Buffer>
  close(): Promise<void>
  kill(): Promise<void>
}

/** `onGone` is called if the thread ends by itself or by kill(), before the calls in flight are rejected. */
export function startEngine(start: EngineStart, onGone: (reason: string) => void): Promise<Engine> {
  for (const flag of BASELINE_COMPILER_ONLY) setFlagsFromString(flag)
  const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), {
    workerData: start,
    // Whatever the parent was started with (a test runner's loaders) is not for this thread.
    execArgv: [],
    // With the default of 4 MB a deep recursion overflows the stack of WASM and leaves a dead backend; with this
    // PostgreSQL's own max_stack_depth comes first (54001).
    resourceLimits: { stackSizeMb: 32 },
  })
  return new WorkerEngine(worker, onGone).ready()
}

/**
 * V8's optimizing compiler takes half a gigabyte for the largest functions of PostgreSQL, just when the process starts,
 * and makes statements 10 to 30 % faster afterwards.
 */
const BASELINE_COMPILER_ONLY = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']

interface Call {
  resolve: (bytes: Uint8Array) => void
  reject: (error: Error) => void
}

class WorkerEngine implements Engine {
  readonly #worker: Worker
  readonly #onGone: (reason: string) => void
  readonly #calls = new Map<number, Call>()
  #lastId = READY
  #isReady = false
  #closing = false
  #reason: string | undefined
  #stopped: Error | undefined

  constructor(worker: Worker, onGone: (reason: string) => void) {
    this.#worker = worker
    this.#onGone = onGone
    worker.on('message', ({ id, bytes }: EngineReply) => {
      this.#calls.get(id)?.resolve(bytes)
      this.#calls.delete(id)
    })
    worker.on('error', (error) => {
      this.#reason = (error instanceof Error && error.message) || String(error)
    })
    worker.on('exit', (code) => this.#exited(this.#reason ?? `its thread ended with code ${code}`))
  }

  async ready(): Promise<this> {
    await this.#reply(READY)
    this.#isReady = true
    return this
  }

  async exec(messages: Buffer): Promise<Buffer> {
    // A copy, because a small Buffer is a view on a slab that must not be transferred away.
    const bytes = new Uint8Array(messages)
    return this.#call({ kind: 'exec', bytes }, [bytes.buffer])
  }

  dump(): Promise<Buffer> {
    return this.#call({ kind: 'dump' })
  }

  async close(): Promise<void> {
    this.#closing = true
    const tooLong = setTimeout(() => void this.#worker.terminate(), CLOSE_TIMEOUT_MS)
    // A thread that is gone already has nothing to close.
    await this.#call({ kind: 'close' }).catch(() => undefined)
    clearTimeout(tooLong)
    await this.#worker.terminate()
  }

  async kill(): Promise<void> {
    await this.#worker.terminate()
  }

  async #call(request: EngineRequest['request'], transfer: ArrayBuffer[] = []): Promise<Buffer> {
    if (this.#stopped) throw this.#stopped
    this.#lastId += 1
    this.#worker.postMessage({ id: this.#lastId, request } satisfies EngineRequest, transfer)
    const bytes = await this.#reply(this.#lastId)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  #reply(id: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }))
  }

  #exited(reason: string): void {
    this.#stopped = new Error(`the database engine stopped: ${reason}`)
    if (this.#isReady && !this.#closing) this.#onGone(reason)
    for (const call of this.#calls.values()) call.reject(this.#stopped)
    this.#calls.clear()
  }
}

/** The id of the worker's first message. */
const READY = 0
/** A shutdown checkpoint takes a second; after this the next start recovers from the log instead. */
const CLOSE_TIMEOUT_MS = 10_000
