import type { AppContext } from '#src/context.ts'

export interface Chore {
  name: string
  everyMs: number
  /** Resolves to how many rows it dealt with. */
  run(): Promise<number>
}

/** Call it as often as you like: it does the chore at the first call and then at its interval, and never rejects. */
export function nowAndThen(
  { clock, log }: Pick<AppContext, 'clock' | 'log'>,
  chore: Chore,
): () => Promise<void> {
  let nextAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = clock.now().getTime()
    if (now < nextAt) return
    nextAt = now + chore.everyMs
    try {
      const rows = await chore.run()
      if (rows > 0) log.info({ chore: chore.name, rows }, 'a chore was done')
    } catch (err) {
      log.warn({ err, chore: chore.name }, 'a chore failed and waits for its next turn')
    }
  }
}
