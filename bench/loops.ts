import type { ReadPostgresCpu } from './postgres-cpu.ts'
import { type Contender, median, type Sample } from './rounds.ts'

interface Loops {
  /** As many at once. */
  loops: number
  postgresCpu: ReadPostgresCpu
}

/** A contender that runs `operation` in this process, again and again. */
export const looped = (
  name: string,
  { loops, postgresCpu }: Loops,
  operation: () => Promise<unknown>,
): Contender => ({
  name,
  run: async (seconds): Promise<Sample> => {
    const latencies: number[] = []
    await postgresCpu()
    const cpu = process.cpuUsage()
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
    const { user, system } = process.cpuUsage(cpu)
    const slowest = latencies.toSorted((a, b) => a - b)
    return {
      operations: latencies.length,
      seconds: elapsed,
      latency: { p50: median(latencies), p99: slowest[Math.floor(slowest.length * 0.99)] ?? 0 },
      nodeCpu: (user + system) / 1e6,
      postgresCpu: await postgresCpu(),
    }
  },
})
