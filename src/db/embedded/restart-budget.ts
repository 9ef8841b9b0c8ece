/** How often something may be restarted before it is given up: at most `limit` times within any `windowMs`. */
export class RestartBudget {
  readonly #limit: number
  readonly #windowMs: number
  #spent: number[] = []

  constructor(limit: number, windowMs: number) {
    this.#limit = limit
    this.#windowMs = windowMs
  }

  spend(nowMs: number): boolean {
    this.#spent = this.#spent.filter((at) => nowMs - at < this.#windowMs)
    if (this.#spent.length >= this.#limit) return false
    this.#spent.push(nowMs)
    return true
  }
}
