import type { AppContext } from '#src/context.ts'
import { withSystem } from '#src/db/system.ts'
import { Signal } from '#src/lib/signal.ts'
import { seldom } from '#src/platform/log/seldom.ts'
import { lastPlaces } from './relay.repo.ts'

/** What the relay of another process did is seen this late at the latest. */
const POLL_MS = 500

interface Waiter {
  tenantId: string
  above: number
  resolve(last: number | undefined): void
}

const watches = new WeakMap<AppContext, RelayWatch>()

/** The watch of this process, made at its first need. */
export function relayWatchOf(app: AppContext): RelayWatch {
  const watch = watches.get(app) ?? new RelayWatch(app)
  watches.set(app, watch)
  return watch
}

/** Tells those who follow events when there are more: one statement for all of them, however many tenants they are of. */
class RelayWatch {
  readonly #context: AppContext
  readonly #warn: (err: unknown) => void
  readonly #waiters = new Set<Waiter>()
  readonly #stirred = new Signal()
  /** Something happened that the look under way may have missed. */
  #missed = false
  #watching = false

  constructor(context: AppContext) {
    this.#context = context
    this.#warn = seldom(context.clock, (err) => context.log.warn({ err }, 'the relay cannot be watched'))
    context.db.relayed.listen(() => this.#stir())
  }

  /** The tenant's last place as soon as it is above `above`; undefined when `stop` is aborted before. */
  next(tenantId: string, above: number, stop: AbortSignal): Promise<number | undefined> {
    if (stop.aborted) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      const leave = () => waiter.resolve(undefined)
      const waiter: Waiter = {
        tenantId,
        above,
        resolve: (last) => {
          this.#waiters.delete(waiter)
          stop.removeEventListener('abort', leave)
          resolve(last)
        },
      }
      stop.addEventListener('abort', leave)
      this.#waiters.add(waiter)
      this.#stir()
      void this.#watch()
    })
  }

  #stir(): void {
    this.#missed = true
    this.#stirred.fire()
  }

  async #watch(): Promise<void> {
    if (this.#watching) return
    this.#watching = true
    while (this.#waiters.size > 0) {
      this.#missed = false
      await this.#look().catch(this.#warn)
      if (!this.#missed) await this.#stirred.within(POLL_MS)
    }
    this.#watching = false
  }

  async #look(): Promise<void> {
    const tenants = [...new Set([...this.#waiters].map(({ tenantId }) => tenantId))]
    const places = await withSystem(this.#context, 'relay', (tx) => lastPlaces(tx, tenants))
    const last = new Map(places.map((place) => [place.tenantId, place.last]))
    for (const { tenantId, above, resolve } of this.#waiters) {
      const place = last.get(tenantId) ?? 0
      if (place > above) resolve(place)
    }
  }
}
