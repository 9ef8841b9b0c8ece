import type { AppContext } from '#src/context.ts'
import { Breaker } from './breaker.ts'

const byApp = new WeakMap<AppContext, Breaker>()

/** What this process knows of configurations that only fail. */
export function breakerOf(app: AppContext): Breaker {
  const breaker = byApp.get(app) ?? new Breaker()
  byApp.set(app, breaker)
  return breaker
}
