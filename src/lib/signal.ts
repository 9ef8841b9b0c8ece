/** A wake-up without content: whoever waits looks at the database itself, so a lost or doubled signal does no harm. */
export class Signal {
  readonly #listeners = new Set<() => void>()

  fire(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Returns the function that stops listening. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves when it fires, after `ms` at the latest, and at once when `stop` is aborted. */
  within(ms: number, stop?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        unlisten()
        stop?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      const unlisten = this.listen(done)
      if (stop?.aborted) done()
      else stop?.addEventListener('abort', done, { once: true })
    })
  }
}
