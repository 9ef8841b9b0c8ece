import { adminShutdown, type BackendError, cannotConnectNow, queryCanceled } from './backend-error.ts'
import type { Engine } from './engine.ts'
import { RestartBudget } from './restart-budget.ts'

export interface Supervision {
  /** Opens the engine anew; none where its data would be lost (in memory), then a lost engine stays lost. */
  reopen: ((onGone: (reason: string) => void) => Promise<Engine>) | undefined
  statementTimeoutMs: number
  onRestart: (reason: string) => void
}

/** Told of a new backend, which knows nothing of the sessions of the one before. */
export interface Successor {
  lost(cause: 'died' | 'timeout'): void
  reopened(engine: Engine): Promise<void>
}

const MAX_RESTARTS = 5
const RESTART_WINDOW_MS = 60_000

/** An engine that comes back when it dies, and that a statement cannot hold for longer than its timeout. */
export class SupervisedEngine {
  readonly #supervision: Supervision
  readonly #budget = new RestartBudget(MAX_RESTARTS, RESTART_WINDOW_MS)
  #engine: Engine
  #successor: Successor | undefined
  #timedOut = false
  #reviving: Promise<void> | undefined
  #givenUp: BackendError | undefined

  static async start(
    open: (onGone: (reason: string) => void) => Promise<Engine>,
    supervision: Supervision,
  ): Promise<SupervisedEngine> {
    let supervised: SupervisedEngine | undefined
    const engine = await open((reason) => supervised?.#gone(reason))
    supervised = new SupervisedEngine(engine, supervision)
    return supervised
  }

  private constructor(engine: Engine, supervision: Supervision) {
    this.#engine = engine
    this.#supervision = supervision
  }

  attach(successor: Successor): void {
    this.#successor = successor
  }

  /** Rejects with 57014 after the statement timeout, with 57P01 when the engine died, 57P03 when it stays dead. */
  async exec(messages: Buffer): Promise<Buffer> {
    await this.#reviving
    if (this.#givenUp) throw this.#givenUp
    const { statementTimeoutMs, reopen } = this.#supervision
    const engine = this.#engine
    let timedOut = false
    const timer = reopen && setTimeout(() => {
      timedOut = true
      this.#timedOut = true
      void engine.kill()
    }, statementTimeoutMs)
    try {
      return await engine.exec(messages)
    } catch (error) {
      await this.#reviving
      if (timedOut) throw queryCanceled(`canceling statement due to statement timeout (${statementTimeoutMs} ms)`)
      throw this.#givenUp ?? adminShutdown(`embedded database: ${error instanceof Error ? error.message : error}`)
    } finally {
      clearTimeout(timer)
    }
  }

  dump(): Promise<Buffer> {
    return this.#engine.dump()
  }

  async close(): Promise<void> {
    this.#givenUp ??= adminShutdown('embedded database: it is closed')
    await this.#reviving
    await this.#engine.close()
  }

  #gone(reason: string): void {
    const cause = this.#timedOut ? 'timeout' : 'died'
    this.#timedOut = false
    this.#successor?.lost(cause)
    this.#reviving = this.#revive(cause === 'timeout' ? 'statement timeout' : reason, cause)
  }

  /** Never rejects: what cannot be revived is given up. */
  async #revive(reason: string, cause: 'died' | 'timeout'): Promise<void> {
    const { reopen, onRestart } = this.#supervision
    if (!reopen) {
      this.#givenUp ??= cannotConnectNow(`embedded database: the engine stopped and its memory is lost: ${reason}`)
      return
    }
    let trouble = reason
    for (let isFree = cause === 'timeout'; isFree || this.#budget.spend(performance.now()); isFree = false) {
      try {
        this.#engine = await reopen((why) => this.#gone(why))
        await this.#successor?.reopened(this.#engine)
        onRestart(reason)
        return
      } catch (error) {
        trouble = String(error)
      }
    }
    this.#givenUp = cannotConnectNow(`embedded database: given up after ${MAX_RESTARTS} restarts: ${trouble}`)
  }
}
