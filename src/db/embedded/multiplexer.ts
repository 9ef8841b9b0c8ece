import { adminShutdown, asBackendError, BackendError, idleInTransaction, queryCanceled } from './backend-error.ts'
import type { Batch } from './batch-builder.ts'
import { Channels } from './channels.ts'
import type { Engine } from './engine.ts'
import { Session, type SessionHost, type Wire } from './session.ts'
import { SUPERUSER } from './session-settings.ts'
import { quoteIdentifier } from './sql-text.ts'
import type { SupervisedEngine } from './supervised-engine.ts'
import { Turns } from './turns.ts'
import {
  backendKeyData,
  bodyOf,
  commandTag,
  errorResponse,
  firstError,
  messagesIn,
  notificationChannel,
  readyForQuery,
  simpleQuery,
  startupMessage,
  sync,
  type TransactionStatus,
} from './wire-messages.ts'

export interface Limits {
  /** How long a session waits for its turn: another session's open transaction. */
  lockTimeoutMs: number
  idleInTransactionMs: number
}

/** Many virtual PostgreSQL sessions over one backend, at the level of the wire protocol. */
export class Multiplexer implements SessionHost {
  readonly #engine: SupervisedEngine
  readonly #limits: Limits
  readonly #turns = new Turns<Session>()
  readonly #channels = new Channels<Session>()
  readonly #sessions = new Set<Session>()
  #greeting = Buffer.alloc(0)
  #lastId = 0
  #generation = 0
  /** The reset that the backend's settings come from; undefined when a session may have changed them since. */
  #applied: string | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #inFlight: Promise<unknown> = Promise.resolve()
  #closed = false

  static async over(engine: SupervisedEngine, limits: Limits): Promise<Multiplexer> {
    const multiplexer = new Multiplexer(engine, limits)
    multiplexer.#greeting = await engine.exec(startupMessage({ user: SUPERUSER, database: SUPERUSER }))
    return multiplexer
  }

  private constructor(engine: SupervisedEngine, limits: Limits) {
    this.#engine = engine
    this.#limits = limits
    engine.attach({ lost: (cause) => this.#lost(cause), reopened: (reopened) => this.#listenAgain(reopened) })
  }

  connect(wire: Wire): Session {
    this.#lastId += 1
    const session = new Session(this.#lastId, this.#generation, this, wire)
    this.#sessions.add(session)
    if (this.#closed) session.terminate(adminShutdown('embedded database: it is closed'))
    return session
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#inFlight.catch(() => undefined)
    for (const session of this.#sessions) session.terminate(adminShutdown('embedded database: it is closed'))
    await this.#engine.close()
  }

  /** What this backend said to the multiplexer, but for the key of the session. */
  greeting(session: Session): Buffer {
    const spans = [...messagesIn(this.#greeting)]
    return Buffer.concat(
      spans.map((span) => (span.type === 'K' ? backendKeyData(session.id) : this.#greeting.subarray(span.start, span.end))),
    )
  }

  async run(session: Session, batch: Batch): Promise<void> {
    const isNewTurn = this.#turns.holder !== session
    try {
      if (!(await this.#turns.take(session, this.#limits.lockTimeoutMs))) return
      clearTimeout(this.#idleTimer)
      if (isNewTurn) await this.#prepareFor(session)
    } catch (error) {
      this.#refuse(session, batch, asBackendError(error))
      return
    }
    try {
      this.#deliver(session, batch, await this.#exec(batch.bytes))
    } catch (error) {
      await this.#fail(session, batch, asBackendError(error))
    }
    if (!session.isOpen) this.#turns.pass(session)
    else if (!session.isTerminated) this.#watchIdle(session)
  }

  leaving(session: Session): void {
    this.#turns.cancel(session)
  }
}
