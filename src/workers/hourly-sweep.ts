import type { AppContext } from '#src/context.ts'
import { removeExpired } from './housekeeping.repo.ts'

const EVERY_MS = 60 * 60_000

/** Call it as often as you like: it sweeps at the first call and then once an hour, and never rejects. */
export function hourlySweep(
  context: Pick<AppContext, 'db' | 'clock' | 'log'>,
  remove: (from: typeof context) => Promise<number> = removeExpired,
): () => Promise<void> {
  let nextAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = context.clock.now().getTime()
    if (now < nextAt) return
    nextAt = now + EVERY_MS
    try {
      const removed = await remove(context)
      if (removed > 0) context.log.info({ removed }, 'expired rows were removed')
    } catch (err) {
      context.log.warn({ err }, 'expired rows could not be removed; tried again in an hour')
    }
  }
}
