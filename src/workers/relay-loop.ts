import type { Logger } from 'pino'
import type { Signal } from '#src/lib/signal.ts'

export interface RelayLoopOptions {
  /** Moves what waits; resolves to how much that was. */
  relay(): Promise<number>
  /** Something waits now. */
  wake: Signal
  log: Logger
}

/** What another process wrote, or what became due, is seen this late at the latest. */
const POLL_MS = 250
const MAX_PAUSE_MS = 5_000
/** From one pass to the next while there is always something: what comes meanwhile goes together, in fewer tasks. */
const TOGETHER_MS = 25

/**
 * Relays whenever something waits, one pass at a time: at once after a rest, else a little after the last pass. Wake-ups
 * during a pass make one more pass, not many.
 */
export function startRelayLoop({ relay, wake, log }: RelayLoopOptions): { stop(): Promise<void> } {
  let stopping = false
  let woken = false
  let failures = 0
  let resting = false
  let endPause = () => {}

  const unlisten = wake.listen(() => {
    woken = true
    // A failing relay keeps its pause, however much there is to do, and one that has just moved something its rest.
    if (failures === 0 && !resting) endPause()
  })

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function pass(): Promise<void> {
    woken = false
    try {
      const moved = await relay()
      if (failures > 0) log.info({ failures }, 'the relay works again')
      failures = 0
      if (moved > 0) woken = true
    } catch (err) {
      if (failures === 0) log.error({ err }, 'the relay failed; it is tried again until it works')
      failures += 1
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      const restUntil = performance.now() + TOGETHER_MS
      await pass()
      if (stopping) return
      resting = woken && failures === 0
      await pause(
        resting
          ? Math.max(0, restUntil - performance.now())
          : Math.min(POLL_MS * 2 ** failures, MAX_PAUSE_MS),
      )
    }
  }

  const running = run()
  return {
    async stop() {
      stopping = true
      unlisten()
      endPause()
      await running
    },
  }
}
