/** What one contender did in one round. */
export interface Sample {
  operations: number
  seconds: number
  /** Milliseconds; absent where operations wait for each other in a backlog. */
  latency?: { p50: number; p99: number }
  /** CPU seconds of the Node processes, and of PostgreSQL's backends, where they can be seen. */
  nodeCpu: number | undefined
  postgresCpu: number | undefined
}

export interface Contender {
  name: string
  run(seconds: number): Promise<Sample>
}

/** What is promised of a contender beside the reference of the same round. */
export type Target =
  | { of: 'throughput'; atLeast: number; aim?: number }
  | { of: 'p50' | 'p99'; atMost: number; aim?: number }

interface About {
  name: string
  title: string
  unit: string
  target: Target
}

export interface Comparison extends About {
  /** Of several, the slower one of each round counts. */
  references: readonly Contender[]
  /** Shown, and nothing is promised of them. */
  beside?: readonly Contender[]
  contenders: readonly Contender[]
}

export interface Compared extends About {
  kind: 'compared'
  /** The contenders' ratio, of the worst of them. */
  measured: number
  kept: boolean
  figures: Figures[]
}

/** Medians over the rounds; CPU in microseconds an operation; `undefined` for what cannot be seen. */
export interface Figures {
  name: string
  perSecond: number
  p50: number | undefined
  p99: number | undefined
  nodeMicros: number | undefined
  postgresMicros: number | undefined
  /** What is promised, and CPU, beside the reference's of the same round. */
  ratio: number
  cpuRatio: number | undefined
}

/**
 * Runs the contenders in turn, round after round, so that what else the machine does meets all of them; who begins
 * changes with the round.
 */
export async function compare(
  { references, beside = [], contenders, ...about }: Comparison,
  { warmUp, rounds, seconds }: { warmUp: boolean; rounds: number; seconds: number },
): Promise<Compared> {
  const all = [...references, ...beside, ...contenders]
  if (warmUp) for (const contender of all) await contender.run(seconds)
  const samples = all.map((): Sample[] => [])
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const at = (round + turn) % all.length
      const sample = await all[at]?.run(seconds)
      if (sample) samples[at]?.push(sample)
    }
  }
  const bars = barsOf(samples.slice(0, references.length), about.target)
  const figures = all.map(({ name }, i) => figuresOf(name, samples[i] ?? [], bars, about.target))
  const ratios = figures.slice(-contenders.length).map(({ ratio }) => ratio)
  const measured = 'atLeast' in about.target ? Math.min(...ratios) : Math.max(...ratios)
  const kept = 'atLeast' in about.target ? measured >= about.target.atLeast : measured <= about.target.atMost
  return { kind: 'compared', ...about, measured, kept, figures }
}

/** Of each round, the reference that is easier to reach. */
function barsOf([first = [], ...others]: Sample[][], target: Target): Sample[] {
  const better = target.of === 'throughput' ? -1 : 1
  return first.map((sample, round) =>
    others
      .flatMap((samples) => samples[round] ?? [])
      .reduce((a, b) => ((scoreOf(b, target) - scoreOf(a, target)) * better > 0 ? b : a), sample),
  )
}

function scoreOf(sample: Sample, { of }: Target): number {
  return of === 'throughput' ? rate(sample) : (sample.latency?.[of] ?? Number.NaN)
}

function figuresOf(name: string, samples: Sample[], bars: Sample[], target: Target): Figures {
  const overRounds = (of: (sample: Sample, bar: Sample) => number | undefined) => {
    const values = samples.map((sample, i) => of(sample, bars[i] ?? sample))
    return values.includes(undefined) ? undefined : median(values as number[])
  }
  return {
    name,
    perSecond: median(samples.map(rate)),
    p50: overRounds(({ latency }) => latency?.p50),
    p99: overRounds(({ latency }) => latency?.p99),
    nodeMicros: overRounds((sample) => micros(sample, sample.nodeCpu)),
    postgresMicros: overRounds((sample) => micros(sample, sample.postgresCpu)),
    ratio: overRounds((sample, bar) => scoreOf(sample, target) / scoreOf(bar, target)) ?? Number.NaN,
    cpuRatio: overRounds((sample, bar) => quotient(cpu(sample), cpu(bar))),
  }
}

const rate = (sample: Sample) => sample.operations / sample.seconds
const micros = (sample: Sample, seconds: number | undefined) =>
  seconds === undefined ? undefined : (seconds * 1e6) / sample.operations
const cpu = (sample: Sample) =>
  sample.nodeCpu === undefined ? undefined : micros(sample, sample.nodeCpu + (sample.postgresCpu ?? 0))
const quotient = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? undefined : a / b

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}
