import { setTimeout as wait } from 'node:timers/promises'

export interface Answered<T> {
  status: number
  body: T
}

const GIVE_UP_AFTER_MS = 120_000
/** A thousand files at once take some seconds. */
const ANSWER_WITHIN_MS = 30_000

/** Calls until there is an answer, as a client does that keeps its Idempotency-Key over lost connections. */
export class StubbornClient {
  token = ''
  retries = 0
  readonly #origin: string

  constructor(origin: string) {
    this.#origin = origin
  }

  get = <T>(path: string): Promise<Answered<T>> => this.#send<T>('GET', path, () => ({}))

  post = <T>(path: string, body: unknown, key: string): Promise<Answered<T>> =>
    this.#send<T>('POST', path, () => ({
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    }))

  patch = <T>(path: string, body: unknown, key: string): Promise<Answered<T>> =>
    this.#send<T>('PATCH', path, () => ({
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    }))

  /** A new boundary at every try, as a client that builds its form anew. */
  upload = <T>(
    path: string,
    fields: Record<string, string>,
    file: { name: string; text: string },
    key: string,
  ) => this.#upload<T>(path, fields, 'file', [{ name: file.name, bytes: file.text }], key)

  uploadMany = <T>(
    path: string,
    fields: Record<string, string>,
    files: { name: string; bytes: Uint8Array }[],
    key: string,
  ) => this.#upload<T>(path, fields, 'files', files, key)

  #upload = <T>(
    path: string,
    fields: Record<string, string>,
    part: string,
    files: { name: string; bytes: Uint8Array | string }[],
    key: string,
  ) =>
    this.#send<T>('POST', path, () => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      for (const { name, bytes } of files) form.append(part, new Blob([Buffer.from(bytes)]), name)
      return { body: form, headers: { 'idempotency-key': key } }
    })

  async #send<T>(method: string, path: string, request: () => RequestInit): Promise<Answered<T>> {
    const deadline = performance.now() + GIVE_UP_AFTER_MS
    for (;;) {
      const answered = await this.#once<T>(method, path, request())
      if (answered && answered.status < 500 && !isInFlight(answered)) return answered
      if (performance.now() > deadline)
        throw new Error(`${method} ${path} has no answer: ${JSON.stringify(answered)}`)
      this.retries++
      await wait(40)
    }
  }

  async #once<T>(method: string, path: string, init: RequestInit): Promise<Answered<T> | undefined> {
    try {
      const headers = { ...(this.token && { authorization: `Bearer ${this.token}` }), ...init.headers }
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
      const response = await fetch(this.#origin + path, { ...init, method, headers, signal })
      const text = await response.text()
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T }
    } catch {
      return undefined
    }
  }
}

const isInFlight = ({ status, body }: Answered<unknown>) =>
  status === 409 && (body as { code?: string }).code === 'idempotency.in_flight'
