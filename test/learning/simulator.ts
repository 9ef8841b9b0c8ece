import { type Features, type Ranked, type Sample, scoreOf } from '#src/modules/learning/ranker/samples.ts'
import { seeded, shuffled } from '#src/modules/learning/ranker/seeded.ts'
import {
  COMPONENTS,
  type ComponentName,
  DEFAULT_WEIGHTS,
  type Weights,
} from '#src/modules/scoring/weights.ts'

// A world in which it is known what people want: they choose by weights that the product is not told.

export interface SimulatedCandidate extends Ranked {
  group: 'a' | 'b'
}

export interface SimulatedJob {
  id: string
  candidates: SimulatedCandidate[]
}

export interface World {
  seed: number
  /** What people choose by. */
  hidden: Weights
  /** Jobs people work on, and jobs that only measure. */
  jobs: SimulatedJob[]
  held: SimulatedJob[]
  /** Turns group b down whatever they bring. */
  biased: boolean
}

const CANDIDATES = 20

export function makeWorld(
  hidden: Weights,
  { seed, biased = false }: { seed: number; biased?: boolean },
): World {
  const jobs = (kind: string, count: number) =>
    Array.from({ length: count }, (_, i) => makeJob(`${kind}-${i}`, seed))
  return { seed, hidden, jobs: jobs('job', 40), held: jobs('held', 40), biased }
}

/**
 * A job asks nothing of a component one time out of six. Chance is of each component by itself: one more leaves the
 * others as they were. Group b has less of what the job's place gives.
 */
function makeJob(id: string, seed: number): SimulatedJob {
  const asked = COMPONENTS.filter((name, i) => i === 0 || seeded('asked', name, id, seed).next() > 1 / 6)
  const features = (candidateId: string): Features =>
    Object.fromEntries(
      asked.map((name) => [name, Math.round(10_000 * seeded('feature', name, candidateId, seed).next())]),
    )
  const candidates = Array.from({ length: CANDIDATES }, (_, i): SimulatedCandidate => {
    const candidateId = `${id}-${String(i).padStart(2, '0')}`
    const group = seeded('group', candidateId, seed).next() < 0.5 ? 'a' : 'b'
    return { candidateId, group, features: features(candidateId) }
  })
  return { id, candidates: candidates.map((one) => (one.group === 'b' ? disadvantaged(one) : one)) }
}

/** The component that goes with the group: what a biased stream makes weigh more. */
const PROXY: ComponentName = 'location'

function disadvantaged(one: SimulatedCandidate): SimulatedCandidate {
  const value = one.features[PROXY]
  return value === undefined ? one : { ...one, features: { ...one.features, [PROXY]: Math.round(value / 4) } }
}

/** Weights with more on some components: the rest keeps its proportions. */
export function leaningTo(share: Partial<Record<ComponentName, number>>): Weights {
  const given = Object.values(share).reduce((sum, part) => sum + part, 0)
  const rest = COMPONENTS.filter((name) => share[name] === undefined)
  const ofRest = rest.reduce((sum, name) => sum + DEFAULT_WEIGHTS[name], 0)
  return Object.fromEntries(
    COMPONENTS.map((name) => [
      name,
      Math.round(share[name] ?? (DEFAULT_WEIGHTS[name] * (10_000 - given)) / ofRest),
    ]),
  ) as Weights
}

/** What a candidate is worth to these people, 0 to 1. */
export const worth = ({ hidden }: World, one: Ranked): number => scoreOf(one, hidden) / 10_000

/** How likely people get as far as this place. */
export const examined = (rank: number): number => 1 / Math.log2(rank + 1)

export interface Reaction {
  sample: Sample
  rank: number
}

const MOST_A_SESSION = 5
const REWARDS = { reject: 0, shortlist: 0.4, interview: 0.6, hire: 0.8 } as const

/** Looks at a list from the top, as far as people get, and says of at most five what it makes of them. */
export function react(
  world: World,
  job: SimulatedJob,
  order: readonly SimulatedCandidate[],
  session: number,
): Reaction[] {
  const chance = seeded('reactions', world.seed, job.id, session)
  const seen = order
    .map((candidate, i) => ({ candidate, rank: i + 1 }))
    .filter(({ rank }) => chance.next() < examined(rank))
  return shuffled(seen, chance)
    .slice(0, MOST_A_SESSION)
    .map(({ candidate, rank }) => {
      const { candidateId, features } = candidate
      const reward = REWARDS[judgement(world, candidate, chance.next(), chance.normal())]
      return { rank, sample: { jobId: job.id, candidateId, features, reward } }
    })
}

/** Noisy: one time in twenty it is the toss of a coin. */
function judgement(
  world: World,
  candidate: SimulatedCandidate,
  whim: number,
  noise: number,
): keyof typeof REWARDS {
  if (world.biased && candidate.group === 'b') return 'reject'
  if (whim < 0.05) return whim < 0.025 ? 'reject' : 'shortlist'
  const value = worth(world, candidate) + 0.05 * noise
  if (value > 0.72) return 'hire'
  if (value > 0.62) return 'interview'
  return value > 0.5 ? 'shortlist' : 'reject'
}
