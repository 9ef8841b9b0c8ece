import { lockNotAvailable } from './backend-error.ts'

interface Waiter<Holder> {
  holder: Holder
  resolve: (granted: boolean) => void
  timer: NodeJS.Timeout | undefined
}

/** First come, first served: the one backend belongs to one session from BEGIN to COMMIT. */
export class Turns<Holder extends object> {
  #holder: Holder | undefined
  readonly #waiters: Waiter<Holder>[] = []

  get holder(): Holder | undefined {
    return this.#holder
  }

  /** False when the wait was cancelled; rejects with 55P03 after the timeout, if there is one. */
  async take(holder: Holder, timeoutMs?: number): Promise<boolean> {
    if (this.#holder === undefined || this.#holder === holder) {
      this.#holder = holder
      return true
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter<Holder> = { holder, resolve, timer: undefined }
      this.#waiters.push(waiter)
      if (timeoutMs === undefined) return
      waiter.timer = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
        reject(lockNotAvailable(waitedTooLong(timeoutMs)))
      }, timeoutMs)
    })
  }

  pass(holder: Holder): void {
    if (this.#holder !== holder) return
    const next = this.#waiters.shift()
    this.#holder = next?.holder
    if (!next) return
    clearTimeout(next.timer)
    next.resolve(true)
  }

  cancel(holder: Holder): void {
    const index = this.#waiters.findIndex((waiter) => waiter.holder === holder)
    const [waiter] = index < 0 ? [] : this.#waiters.splice(index, 1)
    if (!waiter) return
    clearTimeout(waiter.timer)
    waiter.resolve(false)
  }
}

const waitedTooLong = (ms: number) =>
  `embedded database: waited ${ms} ms for the open transaction of another session; a query on a second ` +
  'connection inside a transaction waits for itself here, and can exhaust the pool of a server'
