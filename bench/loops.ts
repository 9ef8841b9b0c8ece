import { ownCpu, type ReadCpu, startCpu } from './cpu.ts'
import { type Contender, median, type Sample } from './rounds.ts'

interface Loops {
  /** As many at once. */
  loops: number
  /** CPU seconds so far of those who do the work; without it, this process. */
  nodeCpu?: ReadCpu
  /** Absent where no database takes part. */
  postgresCpu?: ReadCpu
}

/** A contender that runs `operation` in this process, again and again. */
export const looped = (
  name: string,
  { loops, nodeCpu = ownCpu, postgresCpu }: Loops,
  operation: () => Promise<unknown>,
): Contender => ({
  name,
  run: async (seconds): Promise<Sample> => {
    const latencies: number[] = []
    const cpu = await startCpu(nodeCpu, postgresCpu)
    const started = performance.now()
    const deadline = started + seconds * 1000
    const loop = async () => {
      for (let before = started; before < deadline; ) {
        await operation()
        const now = performance.now()
        latencies.push(now - before)
        before = now
      }
    }
    await Promise.all(Array.from({ length: loops }, loop))
    const elapsed = (performance.now() - started) / 1000
    const slowest = latencies.toSorted((a, b) => a - b)
    return {
      operations: latencies.length,
      seconds: elapsed,
      latency: { p50: median(latencies), p99: slowest[Math.floor(slowest.length * 0.99)] ?? 0 },
      ...(await cpu()),
    }
  },
})
