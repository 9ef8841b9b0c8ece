import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import type { Logger } from 'pino'
import { AppError } from '#src/lib/errors.ts'
import { requestErrors, serverErrors } from './errors.ts'

/** One message of a `text/event-stream`. Without `data` it only moves the place a client would go on from. */
export interface StreamMessage {
  id?: number
  event?: string
  data?: unknown
}

/** What a route of messages answers: they are asked for as fast as the client reads, until `stop` is aborted. */
export type MessageSource = (stop: AbortSignal) => AsyncIterable<StreamMessage>

export interface StreamRequest {
  /** Whose streams are counted together. */
  owner: string
  source: MessageSource
  /** Rejects when the client may not read on. */
  assertAllowed(): Promise<void>
}

/** Streams of one principal, and of all principals in this process. */
const MAX_PER_OWNER = 5
const MAX_OPEN = 1000
/** Keeps proxies from taking a silent stream for a dead one. */
const HEARTBEAT_MS = 15_000
/** What a revocation takes to end an open stream. */
const RECHECK_MS = 1000
/** Clients come back by themselves, and are spread over the processes anew. */
const MAX_LIFE_MS = 15 * 60_000
/** Bytes that wait for a slow client, twice. */
const BUFFER = 16 * 1024
/** How long an ended stream may take to reach a slow client. */
const GRACE_MS = 5000
/** What clients are told to wait before they come back. */
const RETRY_MS = 2000

/** The open event streams of a process. */
export class EventStreams {
  readonly #log: Logger
  readonly #open = new Map<string, Set<() => void>>()
  #closed = false

  constructor(log: Logger) {
    this.#log = log
  }

  /** @throws AppError 429 when the owner has too many open, 503 when the process has or stops */
  open(request: StreamRequest): Readable {
    const { owner, assertAllowed } = request
    const stop = new AbortController()
    const end = () => stop.abort()
    const leave = this.#admit(owner, end)
    const out = new PassThrough({ highWaterMark: BUFFER })
    const timers = [
      setTimeout(end, MAX_LIFE_MS),
      setInterval(() => assertAllowed().catch(end), RECHECK_MS),
      setInterval(() => {
        if (!out.writableNeedDrain && !out.writableEnded) out.write(':\n\n')
      }, HEARTBEAT_MS),
    ]
    stop.signal.addEventListener('abort', () => {
      timers.push(setTimeout(() => out.destroy(), GRACE_MS))
    })
    out.once('close', () => {
      end()
      for (const timer of timers) clearTimeout(timer)
      leave()
    })
    void this.#pump(request, out, stop.signal)
    return out
  }

  /** Ends all streams, and lets no new one begin. */
  close(): void {
    this.#closed = true
    for (const ends of this.#open.values()) for (const end of ends) end()
  }

  #admit(owner: string, end: () => void): () => void {
    const all = [...this.#open.values()].reduce((sum, { size }) => sum + size, 0)
    if (this.#closed || all >= MAX_OPEN) throw new AppError(serverErrors.overloaded, retryLater)
    const own = this.#open.get(owner) ?? new Set()
    if (own.size >= MAX_PER_OWNER) throw new AppError(requestErrors.too_many_streams, retryLater)
    this.#open.set(owner, own.add(end))
    return () => {
      own.delete(end)
      if (own.size === 0) this.#open.delete(owner)
    }
  }

  async #pump({ source, assertAllowed }: StreamRequest, out: PassThrough, stop: AbortSignal): Promise<void> {
    try {
      out.write(`retry: ${RETRY_MS}\n\n`)
      for await (const message of source(stop)) {
        // Nothing leaves on a standing that is older than a request's would be.
        await assertAllowed()
        if (stop.aborted) break
        if (!out.write(frame(message))) await once(out, 'drain', { signal: stop })
      }
    } catch (err) {
      // The client comes back and hears the reason as an answer of its own.
      if (!stop.aborted && !(err instanceof AppError)) this.#log.warn({ err }, 'an event stream broke off')
    }
    out.end()
  }
}

const retryLater = { headers: { 'retry-after': '10' } }

/** JSON has no line breaks, so one `data` line holds all of it. */
function frame({ id, event, data }: StreamMessage): string {
  const lines = [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
  ]
  return `${lines.join('\n')}\n\n`
}
