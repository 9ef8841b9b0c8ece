import { adminShutdown, asBackendError, BackendError, idleInTransaction } from './backend-error.ts'
import type { Batch, Statement } from './batch-builder.ts'
import { Channels } from './channels.ts'
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
  #greeting: Buffer = Buffer.alloc(0)
  #lastId = 0
  /** Counts the times the backend forgot its sessions: their prepared statements, what they listen to. */
  #generation = 0
  #listensInGeneration = 0
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
    engine.onLost = () => this.#lost()
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
      spans.map((span) =>
        span.type === 'K' ? backendKeyData(session.id) : this.#greeting.subarray(span.start, span.end),
      ),
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

  async left(session: Session): Promise<void> {
    this.#sessions.delete(session)
    this.#channels.remove('*', session)
    const farewell = farewellOf(session)
    try {
      if (farewell.length && (await this.#turns.take(session))) this.#route(await this.#exec(farewell))
    } catch {
      // The backend is gone, and what the session left there with it.
    }
    session.transaction = 'I'
    session.awaitsSync = false
    this.#turns.pass(session)
  }

  /** The settings, prepared statements and subscriptions that the session's batches build on. */
  async #prepareFor(session: Session): Promise<void> {
    if (this.#applied !== session.resetSql) {
      this.#applied = undefined
      const refused = firstError(this.#route(await this.#exec(simpleQuery(session.resetSql))))
      if (refused) throw new BackendError(refused.code, `session settings: ${refused.message}`)
      this.#applied = session.resetSql
    }
    if (this.#listensInGeneration !== this.#generation) {
      const commands = this.#channels.names().map((channel) => `LISTEN ${quoteIdentifier(channel)}`)
      this.#route(await this.#exec(simpleQuery(commands.join(';'))))
      this.#listensInGeneration = this.#generation
    }
    if (session.generation !== this.#generation) {
      const statements = session.statements.prepareAgain()
      if (statements.length) this.#route(await this.#exec(statements))
      session.generation = this.#generation
    }
  }

  #exec(messages: Buffer): Promise<Buffer> {
    const reply = this.#engine.exec(messages)
    this.#inFlight = reply
    return reply
  }

  #deliver(session: Session, batch: Batch, reply: Buffer): void {
    let sets = 0
    let failed = false
    for (const span of messagesIn(reply)) {
      switch (span.type) {
        case '1': // ParseComplete
          markPrepared(batch.prepares.shift())
          break
        case 'C': {
          const tag = commandTag(bodyOf(reply, span))
          if (tag === 'SET') sets += 1
          else this.#completed(session, batch, tag)
          break
        }
        case 'E':
          failed = true
          break
        case 'S': // a setting the backend reports has changed
          this.#applied = undefined
          break
        case 'Z':
          session.transaction = bodyOf(reply, span).toString('latin1') as TransactionStatus
      }
    }
    // After an error the SET LOCAL asked for may not be the SET that ran.
    if (batch.leavesTraces || sets > (failed ? 0 : batch.localSets)) this.#applied = undefined
    session.awaitsSync = batch.awaitsSync
    session.send(this.#route(reply, session))
  }

  #completed(session: Session, batch: Batch, tag: string): void {
    if (tag === 'LISTEN') {
      const channel = batch.listens.shift()
      if (channel !== undefined) this.#channels.add(channel, session)
    } else if (tag === 'UNLISTEN') {
      const channel = batch.unlistens.shift()
      if (channel !== undefined) this.#channels.remove(channel, session)
    } else if (tag === 'DISCARD ALL' || tag === 'DEALLOCATE ALL') {
      this.#applied = undefined
      this.#generation += 1
      session.statements.forgetAll()
    } else if (CHANGES_SETTINGS.has(tag)) this.#applied = undefined
  }

  /** Hands notifications to the sessions that listen; returns what is left for the one the reply belongs to. */
  #route(reply: Buffer, owner?: Session): Buffer {
    const kept: Buffer[] = []
    let from = 0
    for (const span of messagesIn(reply)) {
      if (span.type !== 'A') continue
      kept.push(reply.subarray(from, span.start))
      from = span.end
      const notification = reply.subarray(span.start, span.end)
      for (const listener of this.#channels.listeners(notificationChannel(bodyOf(reply, span)))) {
        if (listener === owner) kept.push(notification)
        else listener.send(Buffer.from(notification))
      }
    }
    return from === 0 ? reply : Buffer.concat([...kept, reply.subarray(from)])
  }

  /** A batch that never reached the backend. */
  #refuse(session: Session, batch: Batch, error: BackendError): void {
    if (error.severity === 'FATAL') session.terminate(error)
    else session.refuse(batch, error)
    this.#turns.pass(session)
  }

  /** A batch whose reply is lost with the backend that ran it. */
  async #fail(session: Session, batch: Batch, error: BackendError): Promise<void> {
    const wasInTransaction = session.transaction !== 'I' || batch.opensTransaction
    session.transaction = 'I'
    session.awaitsSync = false
    if (error.severity === 'FATAL') {
      session.terminate(error)
      return
    }
    // As on a server, the client must end its transaction before anything else of it can run.
    if (wasInTransaction) session.transaction = await this.#failedTransaction()
    session.awaitsSync = batch.awaitsSync
    session.send(errorResponse(error))
    if (!batch.awaitsSync) session.send(readyForQuery(session.transaction))
  }

  async #failedTransaction(): Promise<TransactionStatus> {
    try {
      await this.#exec(simpleQuery('BEGIN; SELECT 1/0'))
      return 'E'
    } catch {
      return 'I'
    }
  }

  #watchIdle(session: Session): void {
    const { idleInTransactionMs } = this.#limits
    this.#idleTimer = setTimeout(() => {
      session.terminate(idleInTransaction('terminating connection due to idle-in-transaction timeout'))
    }, idleInTransactionMs).unref()
  }

  #lost(): void {
    this.#generation += 1
    this.#applied = undefined
    const holder = this.#turns.holder
    // A batch in the backend fails by itself.
    if (!holder?.isOpen || holder.isRunning) return
    holder.transaction = 'I'
    holder.awaitsSync = false
    holder.terminate(adminShutdown('terminating connection because the embedded database restarts'))
  }
}

function markPrepared(statement: Statement | undefined): void {
  if (statement) statement.isPrepared = true
}

/** `SET` is counted apart. A block or a procedure may hold any statement. */
const CHANGES_SETTINGS = new Set(['RESET', 'DO', 'CALL'])

/** Messages that undo in the backend what the session leaves there; empty when there is nothing. */
function farewellOf(session: Session): Buffer {
  const rollback = session.isOpen ? Buffer.concat([sync, simpleQuery('ROLLBACK')]) : Buffer.alloc(0)
  const statements = session.statements.closeAll()
  return Buffer.concat([rollback, statements, ...(statements.length ? [sync] : [])])
}
