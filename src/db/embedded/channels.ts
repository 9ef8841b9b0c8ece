/** Who listens to what: the backend is one session, so every notification arrives once and is handed on. */
export class Channels<Listener> {
  readonly #listeners = new Map<string, Set<Listener>>()

  add(channel: string, listener: Listener): void {
    const listeners = this.#listeners.get(channel)
    if (listeners) listeners.add(listener)
    else this.#listeners.set(channel, new Set([listener]))
  }

  /** Leaves one channel, or all with `*`. */
  remove(channel: string, listener: Listener): void {
    for (const name of channel === '*' ? this.names() : [channel]) {
      const listeners = this.#listeners.get(name)
      listeners?.delete(listener)
      if (listeners?.size === 0) this.#listeners.delete(name)
    }
  }

  listeners(channel: string): Iterable<Listener> {
    return this.#listeners.get(channel) ?? []
  }

  names(): string[] {
    return [...this.#listeners.keys()]
  }
}
