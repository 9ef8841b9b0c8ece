import { type Exploration, explore } from '#src/modules/learning/exploration/explore.ts'
import {
  accuracyGate,
  approved,
  counterfactualGate,
  driftGate,
  feedbackGate,
  type GateResult,
  offPolicyGate,
} from '#src/modules/learning/gates/gates.ts'
import { type GroupCount, impactGate } from '#src/modules/learning/gates/impact.ts'
import { estimateOffPolicy, type LoggedList } from '#src/modules/learning/off-policy/estimate.ts'
import { towards } from '#src/modules/learning/ranker/bounds.ts'
import { crossValidate } from '#src/modules/learning/ranker/cross-validate.ts'
import { dcg, mean, ndcg } from '#src/modules/learning/ranker/ndcg.ts'
import { rankedBy, type Sample, scoreOf } from '#src/modules/learning/ranker/samples.ts'
import { seeded } from '#src/modules/learning/ranker/seeded.ts'
import { priorPosterior, train } from '#src/modules/learning/ranker/train.ts'
import { DEFAULT_WEIGHTS, type Weights } from '#src/modules/scoring/weights.ts'
import { react, type SimulatedCandidate, type SimulatedJob, type World, worth } from './simulator.ts'

export interface Step {
  feedbacks: number
  /** On jobs that nobody gave feedback for. */
  ndcg: number
  weights: Weights
  gates: GateResult[]
}

export interface Course {
  priorNdcg: number
  steps: Step[]
  /** Of each session: what the first ten were worth less than the best ten, discounted by place. */
  regrets: number[]
  /** The weights in force, the first first. */
  activated: Weights[]
  /** What people said. */
  samples: Sample[]
}

const TRAIN_EVERY = 100
const DEPTH = 10

/** Shows lists, takes what people make of them, trains after every hundred and activates what passes the gates. */
export function learn(world: World, exploration: Exploration, feedbacks = 500): Course {
  const samples: Sample[] = []
  const lists: LoggedList[] = []
  const activated: Weights[] = [DEFAULT_WEIGHTS]
  const course: Course = {
    priorNdcg: heldNdcg(world, DEFAULT_WEIGHTS),
    steps: [],
    regrets: [],
    activated,
    samples,
  }
  let posterior = priorPosterior(DEFAULT_WEIGHTS)
  for (let session = 0; samples.length < feedbacks; session++) {
    const current = activated.at(-1) as Weights
    const job = world.jobs[seeded('turn', world.seed, session).index(world.jobs.length)] as SimulatedJob
    const shown = explore(scored(job, current), exploration, posterior, [world.seed, session])
    const order = shown.map(({ candidate }) => candidate)
    course.regrets.push(regret(world, order))
    const reactions = react(world, job, order, session)
    const before = Math.floor(samples.length / TRAIN_EVERY)
    samples.push(...reactions.map(({ sample }) => sample))
    lists.push(
      shown.slice(0, DEPTH).map(({ candidate, rank, propensity }) => ({
        ...candidate,
        rank,
        propensity: propensity / 1e6,
        reward: reactions.find((one) => one.rank === rank)?.sample.reward ?? 0,
      })),
    )
    if (Math.floor(samples.length / TRAIN_EVERY) === before) continue
    const trained = train(samples, DEFAULT_WEIGHTS)
    const learned = towards(trained.weights, current)
    const gates = evaluate(world, { samples, lists, learned, current })
    if (approved(gates)) {
      activated.push(learned)
      posterior = trained.posterior
    }
    const weights = activated.at(-1) as Weights
    course.steps.push({ feedbacks: samples.length, ndcg: heldNdcg(world, weights), weights, gates })
  }
  return course
}

interface Trial {
  samples: Sample[]
  lists: LoggedList[]
  learned: Weights
  current: Weights
}

function evaluate(world: World, { samples, lists, learned, current }: Trial): GateResult[] {
  const validated = crossValidate(samples, { prior: DEFAULT_WEIGHTS, current, seed: world.seed })
  let next = validated.next()
  while (!next.done) next = validated.next()
  return [
    feedbackGate(samples),
    accuracyGate(next.value),
    offPolicyGate(estimateOffPolicy(lists, { learned, current })),
    driftGate(learned, { prior: DEFAULT_WEIGHTS, current }),
    counterfactualGate({ passed: true, pairs: 0, worst_hundredths: 0, failures: [] }),
    impactGate({ learned: groupCounts(world, learned), current: groupCounts(world, current) }),
  ]
}

const scored = (job: SimulatedJob, weights: Weights) =>
  rankedBy(weights, job.candidates).map((one) => ({ ...one, score: scoreOf(one, weights) }))

/** Who is of which group among all, and among the first five of each job. */
function groupCounts({ jobs: worked, held }: World, weights: Weights): GroupCount[] {
  const jobs = [...worked, ...held]
  const selected = jobs.flatMap((job) => rankedBy(weights, job.candidates).slice(0, 5))
  const of = (people: SimulatedCandidate[], group: string) =>
    people.filter((one) => one.group === group).length
  return (['a', 'b'] as const).map((group) => ({
    attribute: 'group',
    group,
    people: of(
      jobs.flatMap((job) => job.candidates),
      group,
    ),
    selected: of(selected, group),
  }))
}

/** Against what the candidates are truly worth. */
const heldNdcg = (world: World, weights: Weights): number =>
  mean(
    world.held.map(
      (job) =>
        ndcg(
          rankedBy(weights, job.candidates).map((one) => gain(worth(world, one))),
          DEPTH,
        ) ?? 1,
    ),
  )

/** Graded relevance of what somebody is worth: only the upper half counts, and the best counts most. */
const gain = (value: number) => 2 ** (4 * Math.max(0, value - 0.4)) - 1

function regret(world: World, order: readonly SimulatedCandidate[]): number {
  const gains = order.map((one) => worth(world, one))
  return (
    dcg(
      gains.toSorted((a, b) => b - a),
      DEPTH,
    ) - dcg(gains, DEPTH)
  )
}
