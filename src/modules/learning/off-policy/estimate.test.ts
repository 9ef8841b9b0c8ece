import { describe, expect, test } from 'vitest'
import { DEFAULT_WEIGHTS, type Weights } from '#src/modules/scoring/weights.ts'
import { examined, leaningTo, makeWorld, worth } from '#test/learning/simulator.ts'
import { explore } from '../exploration/explore.ts'
import { mean } from '../ranker/ndcg.ts'
import { rankedBy, scoreOf } from '../ranker/samples.ts'
import { seeded } from '../ranker/seeded.ts'
import { priorPosterior } from '../ranker/train.ts'
import { type Estimate, estimateOffPolicy, type LoggedList } from './estimate.ts'

const world = makeWorld(leaningTo({ experience: 4500 }), { seed: 5 })
const slightlyOther = leaningTo({ experience: 1200 })
const DEPTH = 10

/** Shown to people who look at a place as often as `examined` says, and then take or leave whom they see by worth. */
function logged(epsilon: number, sessions: number): LoggedList[] {
  const chance = seeded('logged', epsilon)
  return Array.from({ length: sessions }, (_, session) => {
    const job = world.jobs[session % world.jobs.length]
    const ranking = rankedBy(DEFAULT_WEIGHTS, job?.candidates ?? []).map((one) => ({
      ...one,
      score: scoreOf(one, DEFAULT_WEIGHTS),
    }))
    const how = { policy: 'epsilon_greedy', epsilon, band: 1500 } as const
    return explore(ranking, how, priorPosterior(DEFAULT_WEIGHTS), [session, epsilon]).map((shown) => ({
      ...shown.candidate,
      rank: shown.rank,
      propensity: shown.propensity / 1e6,
      reward: chance.next() < examined(shown.rank) * worth(world, shown.candidate) ? 1 : 0,
    }))
  })
}

/** What these people would make of the first ten, on average. */
const truth = (weights: Weights): number =>
  mean(
    world.jobs.map((job) =>
      rankedBy(weights, job.candidates)
        .slice(0, DEPTH)
        .reduce((sum, one, i) => sum + examined(i + 1) * worth(world, one), 0),
    ),
  )

/** Within twice the interval: nineteen out of twenty would fail a test of several one time out of five. */
const holds = ({ value, high }: Estimate, truth: number) => Math.abs(truth - value) <= 2 * (high - value)

describe('what people would have made of another order', () => {
  const estimate = estimateOffPolicy(logged(9000, 2000), { learned: slightlyOther, current: DEFAULT_WEIGHTS })

  test('is within the interval of each estimator, the doubly robust one being the surest', () => {
    const value = truth(slightlyOther)
    expect(estimate?.coverage).toBeGreaterThan(0.9)
    for (const one of Object.values(estimate?.learned ?? {})) expect(holds(one, value)).toBe(true)
    const width = ({ low = 0, high = 0 }: Partial<Estimate> = {}) => high - low
    expect(width(estimate?.learned.doubly_robust)).toBeLessThan(width(estimate?.learned.ips))
  })

  test('and of the order in force', () => {
    const value = truth(DEFAULT_WEIGHTS)
    for (const one of Object.values(estimate?.current ?? {})) expect(holds(one, value)).toBe(true)
  })
})

test('an order far from what was shown is hardly covered, which is told', () => {
  const far = leaningTo({ experience: 9000 })
  const estimate = estimateOffPolicy(logged(0, 100), { learned: far, current: DEFAULT_WEIGHTS })
  expect(estimate?.coverage).toBeLessThan(0.3)
})

test('fewer than two lists say nothing', () => {
  expect(
    estimateOffPolicy(logged(1000, 1), { learned: slightlyOther, current: DEFAULT_WEIGHTS }),
  ).toBeUndefined()
})
