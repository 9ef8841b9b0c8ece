import { asBackendError, type BackendError } from './backend-error.ts'
import { type Batch, BatchBuilder } from './batch-builder.ts'
import { type FrontendMessage, isEncryptionRequest, MessageReader } from './message-reader.ts'
import { resetSql, settingsOf } from './session-settings.ts'
import { errorResponse, readyForQuery, type TransactionStatus } from './wire-messages.ts'

/** The client's end of a session: a socket, or what stands for one. */
export interface Wire {
  send(bytes: Buffer): void
  end(): void
}

export interface SessionHost {
  /** What a backend says to a client that has logged in. */
  greeting(session: Session): Buffer
  /** Runs one batch and sends its reply; never rejects. */
  run(session: Session, batch: Batch): Promise<void>
  /** The session wants no more: stop waiting for its turn. */
  leaving(session: Session): void
  /** Undoes in the backend what the session left there; never rejects. */
  left(session: Session): Promise<void>
}

/** One virtual PostgreSQL session: bytes in, batches out, one batch at a time. */
export class Session {
  readonly id: number
  readonly statements: BatchBuilder
  /** The SQL that gives the backend this session's settings. */
  resetSql = ''
  transaction: TransactionStatus = 'I'
  awaitsSync = false
  /** Of the backend that knows the session's prepared statements. */
  generation: number
  readonly #host: SessionHost
  readonly #wire: Wire
  readonly #reader = new MessageReader()
  #batches: Batch[] = []
  #running = false
  #terminated = false
  #ended = false
  #left = false

  constructor(id: number, generation: number, host: SessionHost, wire: Wire) {
    this.id = id
    this.generation = generation
    this.statements = new BatchBuilder(id)
    this.#host = host
    this.#wire = wire
  }

  /** Nobody else may use the backend now. */
  get isOpen(): boolean {
    return this.transaction !== 'I' || this.awaitsSync
  }

  get isRunning(): boolean {
    return this.#running
  }

  get isTerminated(): boolean {
    return this.#terminated
  }

  receive(chunk: Buffer): void {
    try {
      for (const message of this.#reader.read(chunk)) {
        if (this.#ended) return
        this.#handle(message)
      }
    } catch (error) {
      this.terminate(asBackendError(error))
    }
  }

  send(bytes: Buffer): void {
    if (!this.#terminated && bytes.length) this.#wire.send(bytes)
  }

  /**
   * Answers a batch that never reached the backend, and with it those already sent behind it: in a pipeline they
   * rely on the BEGIN that did not happen, and would each commit on their own.
   */
  refuse(batch: Batch, error: BackendError): void {
    let unitFailed = false
    for (const { awaitsSync } of [batch, ...this.#batches.splice(0)]) {
      if (!unitFailed) this.send(errorResponse(error))
      if (!awaitsSync) this.send(readyForQuery('I'))
      unitFailed = awaitsSync
    }
  }

  /** The client is done: what it has sent still runs. */
  end(): void {
    this.#ended = true
    void this.#drain()
  }

  /** Ends the session as the server does; what has not reached the backend is dropped, what has runs unheard. */
  terminate(error?: BackendError): void {
    if (this.#terminated) return
    if (error) this.send(errorResponse(error))
    this.#batches = []
    this.#terminated = true
    this.#host.leaving(this)
    this.end()
  }

  #handle(message: FrontendMessage): void {
    if (message.type === '') this.#start(message.raw)
    else if (message.type === 'X') this.end()
    else {
      const batch = this.statements.add(message)
      if (!batch) return
      this.#batches.push(batch)
      void this.#drain()
    }
  }

  #start(startup: Buffer): void {
    if (isEncryptionRequest(startup)) this.send(NOT_ENCRYPTED)
    else if (startup.readInt32BE(4) >>> 16 === 3) {
      this.resetSql = resetSql(settingsOf(startup))
      this.send(this.#host.greeting(this))
    } else this.terminate() // a cancel request: WASM cannot be interrupted
  }

  async #drain(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let batch = this.#batches.shift(); batch; batch = this.#batches.shift())
      await this.#host.run(this, batch)
    this.#running = false
    if (this.#ended) await this.#leave()
  }

  async #leave(): Promise<void> {
    if (this.#left) return
    this.#left = true
    this.#terminated = true
    this.#wire.end()
    await this.#host.left(this)
  }
}

const NOT_ENCRYPTED = Buffer.from('N')
