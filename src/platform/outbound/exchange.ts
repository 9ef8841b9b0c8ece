import type { Dispatcher } from 'undici'

export interface Answer {
  status: number
  /** By lower-case name; values of a repeated header joined by a comma. */
  headers: Record<string, string>
  /** Read as UTF-8. */
  body: string
  truncated: boolean
}

/**
 * One request and its answer, of which at most so many bytes are read. It hears of the dispatcher's progress itself:
 * undici's own streams and signals cost more than the rest of a small request.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>
  readonly #maxBytes: number
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: Error) => void
  #controller: Dispatcher.DispatchController | undefined
  #given: Error | undefined
  #status = 0
  #headers: Record<string, string> = {}
  readonly #chunks: Buffer[] = []
  #size = 0

  constructor(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions, maxBytes: number) {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.answer = promise
    this.#resolve = resolve
    this.#reject = reject
    this.#maxBytes = maxBytes
    dispatcher.dispatch(options, this)
  }

  /** Rejects at once, whatever it waits for. A look-up or a connection under way hears of it when it has ended. */
  giveUp(reason: Error): void {
    this.#given = reason
    this.#reject(reason)
    this.#controller?.abort(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#given) controller.abort(this.#given)
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status
    this.#headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    )
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size <= this.#maxBytes) return
    this.#finish()
    // An answer without end is hung up on.
    controller.abort(new Error('the answer is too long'))
  }

  onResponseEnd(): void {
    this.#finish()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error)
  }

  #finish(): void {
    this.#resolve({
      status: this.#status,
      headers: this.#headers,
      body: this.#size === 0 ? '' : this.#text(),
      truncated: this.#size > this.#maxBytes,
    })
  }

  #text(): string {
    return new TextDecoder().decode(Buffer.concat(this.#chunks).subarray(0, this.#maxBytes))
  }
}
