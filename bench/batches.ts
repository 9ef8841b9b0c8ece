import { setTimeout as wait } from 'node:timers/promises'
import { ownCpu, type ReadCpu, startCpu } from './cpu.ts'
import type { Contender, Sample } from './rounds.ts'

export interface Batches {
  /** Operations of the first turn; the next ones have as many as fill their time. */
  first: number
  /** CPU seconds so far of those who do the work; without it, this process. */
  nodeCpu?: ReadCpu
  /** Absent where no database takes part. */
  postgresCpu?: ReadCpu
}

/**
 * A contender that is given its work all at once. `prepare` makes ready what is not measured; what it answers begins
 * the work and resolves at the end of all of it.
 */
export function batched(
  name: string,
  { first, nodeCpu = ownCpu, postgresCpu }: Batches,
  prepare: (operations: number) => Promise<() => Promise<unknown>>,
): Contender {
  let operations = first
  return {
    name,
    run: async (seconds): Promise<Sample> => {
      const work = await prepare(operations)
      const cpu = await startCpu(nodeCpu, postgresCpu)
      const started = performance.now()
      await work()
      const elapsed = (performance.now() - started) / 1000
      const sample = { operations, seconds: elapsed, ...(await cpu()) }
      operations = Math.max(first, Math.round((operations * seconds) / elapsed))
      return sample
    },
  }
}

const STUCK_MS = 60_000
const SOONEST_MS = 10
const LATEST_MS = 500

/**
 * Resolves when `count` has reached `total`. Counting costs the database time that is not to be measured, so it is
 * asked again only when half of the rest should be done. @throws when nothing is done for a minute
 */
export async function untilCounted(count: () => Promise<number>, total: number): Promise<void> {
  const started = performance.now()
  const before = await count()
  let done = before
  let movedAt = started
  while (done < total) {
    const msEach = (performance.now() - started) / Math.max(1, done - before)
    await wait(Math.min(LATEST_MS, Math.max(SOONEST_MS, ((total - done) * msEach) / 2)))
    const counted = await count()
    if (counted !== done) movedAt = performance.now()
    else if (performance.now() - movedAt > STUCK_MS) throw new Error(`stuck at ${done} of ${total}`)
    done = counted
  }
}
