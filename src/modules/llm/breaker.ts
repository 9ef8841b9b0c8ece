/** So many failures in a row open it. */
const FAILURES = 5
const REST_MS = 30_000

interface State {
  failures: number
  /** Milliseconds since 1970; nobody calls before. */
  restsUntil: number
  /** One call tries whether it is over, while the others rest on. */
  trying: boolean
}

/**
 * Leaves alone what only fails, so that work does not wait for one time-out after the other. Each process learns by
 * itself: what one finds out the others find out as fast.
 */
export class Breaker {
  readonly #states = new Map<string, State>()

  /** Whether `key` may be called now. Whoever is told yes says how it went, or that it went not at all. */
  mayCall(key: string, now: Date): boolean {
    const state = this.#states.get(key)
    if (!state || state.restsUntil === 0) return true
    if (state.trying || now.getTime() < state.restsUntil) return false
    state.trying = true
    return true
  }

  /** It may be called, but was not. */
  untried(key: string): void {
    const state = this.#states.get(key)
    if (state) state.trying = false
  }

  succeeded(key: string): void {
    this.#states.delete(key)
  }

  /** `restMs`: how long it asked to be left alone, which opens the breaker at once. */
  failed(key: string, now: Date, restMs?: number): void {
    const state = this.#states.get(key) ?? { failures: 0, restsUntil: 0, trying: false }
    state.failures += 1
    state.trying = false
    // Nobody shortens what another call was told.
    if (restMs !== undefined || state.failures >= FAILURES)
      state.restsUntil = Math.max(state.restsUntil, now.getTime() + (restMs ?? REST_MS))
    this.#states.set(key, state)
  }
}
