import { setTimeout as wait } from 'node:timers/promises'

export interface Answered<T> {
  status: number
  body: T
}

export interface SentFile {
  filename: string
  contentType: string
  bytes: Uint8Array
}

/** One try that had to be repeated. */
export interface Repeated {
  /** Undefined where the connection was lost. */
  status: number | undefined
  contentType: string | null
  retryAfter: string | null
  code: string | undefined
}

const GIVE_UP_AFTER_MS = 120_000
/** A thousand files at once take some seconds. */
const TRY_WITHIN_MS = 30_000

/**
 * Calls until there is an answer, as a client does that keeps its Idempotency-Key over lost connections. Of several
 * servers it goes to the next one where one does not answer.
 */
export class StubbornClient {
  token = ''
  readonly repeated: Repeated[] = []
  /** Of any try, answered or not. */
  longestMs = 0
  #at = 0
  readonly #origins: readonly string[]

  constructor(...origins: [string, ...string[]]) {
    this.#origins = origins
  }

  get = <T>(path: string): Promise<Answered<T>> => this.#send<T>('GET', path, () => ({}))

  post = <T>(path: string, body: unknown, key: string): Promise<Answered<T>> =>
    this.#send<T>('POST', path, () => ({
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    }))

  upload = <T>(path: string, fields: Record<string, string>, file: SentFile, key: string) =>
    this.#upload<T>(path, fields, 'file', [file], key)

  uploadMany = <T>(path: string, fields: Record<string, string>, files: SentFile[], key: string) =>
    this.#upload<T>(path, fields, 'files', files, key)

  /** A new boundary at every try, as a client that builds its form anew. */
  #upload = <T>(path: string, fields: Record<string, string>, part: string, files: SentFile[], key: string) =>
    this.#send<T>('POST', path, () => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      for (const { filename, contentType: type, bytes } of files)
        form.append(part, new Blob([new Uint8Array(bytes)], { type }), filename)
      return { body: form, headers: { 'idempotency-key': key } }
    })

  async #send<T>(method: string, path: string, request: () => RequestInit): Promise<Answered<T>> {
    const deadline = performance.now() + GIVE_UP_AFTER_MS
    for (;;) {
      const answered = await this.#once<T>(method, path, request())
      if (answered && answered.status < 500 && !isInFlight(answered)) return answered
      if (performance.now() > deadline)
        throw new Error(`${method} ${path} has no answer: ${JSON.stringify(answered)}`)
      await wait(40)
    }
  }

  async #once<T>(method: string, path: string, init: RequestInit): Promise<Answered<T> | undefined> {
    const started = performance.now()
    const origin = this.#origins[this.#at % this.#origins.length]
    try {
      const headers = { ...(this.token && { authorization: `Bearer ${this.token}` }), ...init.headers }
      const signal = AbortSignal.timeout(TRY_WITHIN_MS)
      const response = await fetch(origin + path, { ...init, method, headers, signal })
      const text = await response.text()
      const body = (text === '' ? undefined : JSON.parse(text)) as T
      const { status } = response
      if (status >= 500) {
        const contentType = response.headers.get('content-type')
        const retryAfter = response.headers.get('retry-after')
        this.repeated.push({ status, contentType, retryAfter, code: (body as { code?: string }).code })
      }
      return { status, body }
    } catch {
      this.#at++
      this.repeated.push({ status: undefined, contentType: null, retryAfter: null, code: undefined })
      return undefined
    } finally {
      this.longestMs = Math.max(this.longestMs, performance.now() - started)
    }
  }
}

const isInFlight = ({ status, body }: Answered<unknown>) =>
  status === 409 && (body as { code?: string }).code === 'idempotency.in_flight'
