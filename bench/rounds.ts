/** What one contender did in one round. */
export interface Sample {
  operations: number
  seconds: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** CPU seconds of the Node process, and of PostgreSQL's backends where they can be seen. */
  nodeCpu: number
  postgresCpu: number | undefined
}

export interface Contender {
  name: string
  run(seconds: number): Promise<Sample>
}

export interface Comparison extends Promised {
  /** The first is the reference. */
  contenders: readonly Contender[]
}

/** What a comparison is about, and the share of the reference's throughput that is promised and aimed at. */
interface Promised {
  name: string
  title: string
  unit: string
  floor: number
  aim?: number
}

export interface Result extends Promised {
  figures: Figures[]
}

/** Medians over the rounds; CPU in microseconds an operation, `undefined` where it cannot be seen. */
export interface Figures {
  name: string
  perSecond: number
  p50: number
  p99: number
  nodeMicros: number
  postgresMicros: number | undefined
  /** Throughput and CPU beside the reference's of the same round. */
  ratio: number
  cpuRatio: number
}

/**
 * Runs the contenders in turn, round after round, so that what else the machine does meets all of them; who begins
 * changes with the round. One unmeasured turn comes first.
 */
export async function measure(
  contenders: readonly Contender[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Figures[]> {
  for (const contender of contenders) await contender.run(seconds)
  const samples = contenders.map((): Sample[] => [])
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const at = (round + turn) % contenders.length
      const sample = await contenders[at]?.run(seconds)
      if (sample) samples[at]?.push(sample)
    }
  }
  const [reference = []] = samples
  return contenders.map(({ name }, i) => figures(name, samples[i] ?? [], reference))
}

function figures(name: string, samples: Sample[], reference: Sample[]): Figures {
  const overRounds = (of: (sample: Sample, reference: Sample) => number) =>
    median(samples.map((sample, i) => of(sample, reference[i] ?? sample)))
  const seesPostgres = samples.every((sample) => sample.postgresCpu !== undefined)
  return {
    name,
    perSecond: overRounds(rate),
    p50: overRounds((sample) => sample.p50),
    p99: overRounds((sample) => sample.p99),
    nodeMicros: overRounds((sample) => micros(sample, sample.nodeCpu)),
    postgresMicros: seesPostgres
      ? overRounds((sample) => micros(sample, sample.postgresCpu ?? 0))
      : undefined,
    ratio: overRounds((sample, beside) => rate(sample) / rate(beside)),
    cpuRatio: overRounds((sample, beside) => cpu(sample) / cpu(beside)),
  }
}

const rate = (sample: Sample) => sample.operations / sample.seconds
const micros = (sample: Sample, seconds: number) => (seconds * 1e6) / sample.operations
const cpu = (sample: Sample) => micros(sample, sample.nodeCpu + (sample.postgresCpu ?? 0))

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}
