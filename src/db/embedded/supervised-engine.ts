import { adminShutdown, type BackendError, cannotConnectNow, queryCanceled } from './backend-error.ts'
import type { Engine } from './engine.ts'
import { RestartBudget } from './restart-budget.ts'

export type OpenEngine = (onGone: (reason: string) => void) => Promise<Engine>

export interface Supervision {
  /** Not in memory, where the data went with the engine: then a lost engine stays lost. */
  canReopen: boolean
  statementTimeoutMs: number
  onRestart: (reason: string) => void
}

/** `died` by itself, or was stopped because of a statement that ran too long. */
export type LossCause = 'died' | 'timeout'

const MAX_RESTARTS = 5
const RESTART_WINDOW_MS = 60_000

/** An engine that comes back when it dies, and that a statement cannot hold for longer than its timeout. */
export class SupervisedEngine {
  readonly #open: OpenEngine
  readonly #supervision: Supervision
  readonly #budget = new RestartBudget(MAX_RESTARTS, RESTART_WINDOW_MS)
  #engine: Engine
  #onLost: (cause: LossCause) => void = () => {}
  #timedOut = false
  #reviving: Promise<void> | undefined
  #givenUp: BackendError | undefined

  static async start(open: OpenEngine, supervision: Supervision): Promise<SupervisedEngine> {
    let supervised: SupervisedEngine | undefined
    const engine = await open((reason) => {
      if (supervised) supervised.#gone(reason)
    })
    supervised = new SupervisedEngine(engine, open, supervision)
    return supervised
  }

  private constructor(engine: Engine, open: OpenEngine, supervision: Supervision) {
    this.#engine = engine
    this.#open = open
    this.#supervision = supervision
  }

  /** Told before anything else runs on the next backend, which knows nothing of the sessions of this one. */
  set onLost(listener: (cause: LossCause) => void) {
    this.#onLost = listener
  }

  /** Rejects with 57014 after the statement timeout, with 57P01 when the engine died, 57P03 when it stays dead. */
  async exec(messages: Buffer): Promise<Buffer> {
    await this.#reviving
    if (this.#givenUp) throw this.#givenUp
    const { statementTimeoutMs, canReopen } = this.#supervision
    const engine = this.#engine
    let timedOut = false
    const stop = () => {
      timedOut = true
      this.#timedOut = true
      void engine.kill()
    }
    const timer = canReopen ? setTimeout(stop, statementTimeoutMs) : undefined
    let reason: unknown
    try {
      return await engine.exec(messages)
    } catch (error) {
      reason = error
    } finally {
      clearTimeout(timer)
    }
    await this.#reviving
    if (timedOut) throw queryCanceled(`canceling statement due to statement timeout (${statementTimeoutMs} ms)`)
    throw this.#givenUp ?? adminShutdown(`embedded database: ${reason instanceof Error ? reason.message : reason}`)
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
    this.#onLost(cause)
    this.#reviving = this.#revive(cause === 'timeout' ? 'statement timeout' : reason, cause)
  }

  /** Never rejects: what cannot be revived is given up. */
  async #revive(reason: string, cause: LossCause): Promise<void> {
    const { canReopen, onRestart } = this.#supervision
    if (!canReopen) {
      this.#givenUp ??= cannotConnectNow(
        `embedded database: the engine stopped and its memory is lost: ${reason}`,
      )
      return
    }
    let trouble = reason
    for (let isFree = cause === 'timeout'; isFree || this.#budget.spend(performance.now()); isFree = false) {
      try {
        this.#engine = await this.#open((why) => this.#gone(why))
        onRestart(reason)
        return
      } catch (error) {
        trouble = String(error)
      }
    }
    this.#givenUp = cannotConnectNow(`embedded database: given up after ${MAX_RESTARTS} restarts: ${trouble}`)
  }
}
