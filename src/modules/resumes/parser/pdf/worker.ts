import type { PDFWorker } from 'unpdf/pdfjs'

type Library = typeof import('unpdf/pdfjs')

/** What pdf.js leaves for those who run its worker in their own thread. */
interface WorkerGlobal {
  pdfjsWorker?: { WorkerMessageHandler?: { initializeFromPort?(port: Port): void } }
}

/**
 * A worker in this thread whose messages are handed over instead of cloned, which costs as much as reading the text.
 * Undefined where the library does not offer it: its own way works too.
 */
export function handingWorker(library: Library): PDFWorker | undefined {
  const handler = (globalThis as WorkerGlobal).pdfjsWorker?.WorkerMessageHandler
  if (!handler?.initializeFromPort) return undefined
  const [here, there] = [new Port(), new Port()]
  here.other = there
  there.other = here
  handler.initializeFromPort(there)
  // Its types were made from comments and know no port.
  return new library.PDFWorker({ port: here as unknown as null })
}

type Listener = (event: { data: unknown }) => void

class Port {
  other: Port | undefined
  readonly #listeners = new Set<Listener>()

  postMessage(message: object): void {
    const data = unshared(message)
    queueMicrotask(() => this.other?.receive(data))
  }

  addEventListener(_type: string, listener: Listener, options?: { signal?: AbortSignal }): void {
    this.#listeners.add(listener)
    options?.signal?.addEventListener('abort', () => this.#listeners.delete(listener))
  }

  removeEventListener(_type: string, listener: Listener): void {
    this.#listeners.delete(listener)
  }

  terminate(): void {
    this.#listeners.clear()
  }

  receive(data: unknown): void {
    for (const listener of [...this.#listeners]) listener({ data })
  }
}

/** The sender of a stream empties the lists of a chunk once it is sent. */
function unshared(message: object): object {
  const chunk = 'chunk' in message ? message.chunk : undefined
  if (!chunk || typeof chunk !== 'object' || ArrayBuffer.isView(chunk)) return message
  const lists = Object.entries(chunk).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value] : value,
  ])
  return { ...message, chunk: Object.fromEntries(lists) }
}
