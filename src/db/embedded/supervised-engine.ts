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

const MAX_RESTARTS = 5
const RESTART_WINDOW_MS = 60_000

/** An engine that comes back when it dies, and that a statement cannot hold for longer than its timeout. */
export class SupervisedEngine {
  readonly #open: OpenEngine
  readonly #supervision: Supervision
  readonly #budget = new RestartBudget(MAX_RESTARTS, RESTART_WINDOW_MS)
  #engine: Engine
  #onLost: () => void = () => {}
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
  set onLost(listener: () => void) {
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
    if (timedOut)
      throw queryCanceled(`canceling statement due to statement timeout (${statementTimeoutMs} ms)`)
    throw (
      this.#givenUp ??
      adminShutdown(`embedded database: ${reason instanceof Error ? reason.message : reason}`)
    )
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
    const wasStopped = this.#timedOut
    this.#timedOut = false
    this.#onLost()
    this.#reviving = this.#revive(wasStopped ? 'statement timeout' : reason, wasStopped)
  }

  /** Never rejects: what cannot be revived is given up. A stop of ours does not count as a death. */
  async #revive(reason: string, wasStopped: boolean): Promise<void> {
    if (!this.#supervision.canReopen) {
      const message = `embedded database: the engine stopped, and what it had in memory is lost: ${reason}`
      this.#givenUp ??= cannotConnectNow(message)
      return
    }
    let trouble = reason
    for (let isFree = wasStopped; isFree || this.#budget.spend(performance.now()); isFree = false) {
      const engine = await this.#open((why) => this.#gone(why)).catch((error: unknown) => {
        trouble = String(error)
      })
      if (!engine) continue
      this.#engine = engine
      this.#supervision.onRestart(reason)
      return
    }
    this.#givenUp ??= cannotConnectNow(
      `embedded database: given up after ${MAX_RESTARTS} restarts: ${trouble}`,
    )
  }
}
