import type { Clock } from '#src/lib/clock.ts'

const PAUSE_MS = 30_000

/** Lets one of a flood through: `tell` is called at most once in thirty seconds, the rest is dropped. */
export function seldom<Args extends unknown[]>(
  clock: Clock,
  tell: (...args: Args) => void,
): (...args: Args) => void {
  let quietUntil = 0
  return (...args) => {
    const now = clock.now().getTime()
    if (now < quietUntil) return
    quietUntil = now + PAUSE_MS
    tell(...args)
  }
}
