import { COMPONENTS, type Weights } from '#src/modules/scoring/weights.ts'
import { dot, identity, solve } from '../ranker/linear.ts'
import { mean } from '../ranker/ndcg.ts'
import { type Ranked, rankedBy, scoreOf } from '../ranker/samples.ts'

/** A candidate as once shown. */
export interface LoggedRow extends Ranked {
  rank: number
  /** 0 to 1: the chance of this candidate in this place. */
  propensity: number
  /** What people then made of the candidate, 0 to 1. */
  reward: number
}

/** One ranking that was shown. */
export type LoggedList = readonly LoggedRow[]

export interface Estimate {
  value: number
  /** Within which the value is nineteen times out of twenty. */
  low: number
  high: number
}

export interface Estimates {
  ips: Estimate
  snips: Estimate
  doubly_robust: Estimate
}

export interface OffPolicy {
  lists: number
  /** Share of the new order's places that the shown orders say something about; 1 where exploration reached them all. */
  coverage: number
  learned: Estimates
  current: Estimates
  /** Doubly robust, of the same lists: learned minus current. */
  difference: Estimate
}

/** Places counted, from the top. */
const DEPTH = 10

/**
 * What people would have made of the first ten had they been ordered by other weights, from what they made of the orders
 * shown (the item-position model of Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay and Wen, "Offline Evaluation of
 * Ranking Policies with Click Models", KDD 2018): a candidate whom the other order has in the same place stands for 1 /
 * propensity of them. Undefined for too few lists.
 */
export function estimateOffPolicy(
  lists: readonly LoggedList[],
  { learned, current }: { learned: Weights; current: Weights },
): OffPolicy | undefined {
  if (lists.length < 2) return undefined
  const expected = crossFitted(lists)
  const [ofLearned, ofCurrent] = [learned, current].map((weights) =>
    lists.map((list, i) => valuesOf(list, weights, expected(i))),
  ) as [Values[], Values[]]
  return {
    lists: lists.length,
    coverage: totalOf(ofLearned, 'weight') / totalOf(ofLearned, 'places'),
    learned: estimatesOf(ofLearned),
    current: estimatesOf(ofCurrent),
    difference: averageOf(ofLearned.map(({ robust }, i) => robust - (ofCurrent[i]?.robust ?? 0))),
  }
}

interface Values {
  places: number
  /** Sum of the importance weights, and of the rewards so weighted. */
  weight: number
  weighted: number
  robust: number
}

type Expected = (candidate: Ranked, rank: number) => number

function valuesOf(list: LoggedList, weights: Weights, expected: Expected): Values {
  const target = rankedBy(weights, list).slice(0, DEPTH)
  const values = { places: target.length, weight: 0, weighted: 0, robust: 0 }
  target.forEach((row, i) => {
    values.robust += expected(row, i + 1)
    if (row.rank !== i + 1) return
    const importance = 1 / row.propensity
    values.weight += importance
    values.weighted += importance * row.reward
    values.robust += importance * (row.reward - expected(row, row.rank))
  })
  return values
}

function estimatesOf(lists: readonly Values[]): Estimates {
  const places = totalOf(lists, 'places') / lists.length
  const perWeight = totalOf(lists, 'weight') / lists.length
  const ratio = perWeight === 0 ? 0 : totalOf(lists, 'weighted') / totalOf(lists, 'weight')
  // The delta method: how far each list pulls the ratio.
  const pulls = lists.map(({ weight, weighted }) =>
    perWeight === 0 ? 0 : (places * (weighted - ratio * weight)) / perWeight,
  )
  return {
    ips: averageOf(lists.map(({ weighted }) => weighted)),
    snips: around(places * ratio, pulls),
    doubly_robust: averageOf(lists.map(({ robust }) => robust)),
  }
}

const totalOf = (lists: readonly Values[], of: keyof Values): number =>
  lists.reduce((sum, list) => sum + list[of], 0)

const averageOf = (values: readonly number[]): Estimate => around(mean(values), values)

function around(value: number, spread: readonly number[]): Estimate {
  const middle = mean(spread)
  const variance = spread.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (spread.length - 1)
  const margin = 1.96 * Math.sqrt(variance / spread.length)
  return { value, low: value - margin, high: value + margin }
}

/** Expected rewards for a list, learnt from lists that are not it: the other half of them. */
function crossFitted(lists: readonly LoggedList[]): (list: number) => Expected {
  const halves = [0, 1].map((half) => regression(lists.filter((_, i) => i % 2 !== half).flat()))
  return (list) => halves[list % 2] as Expected
}

const EQUAL = Object.fromEntries(COMPONENTS.map((name) => [name, 1])) as Weights

/** Least squares of the reward on the place and the plain mean of the component scores, with a little ridge. */
function regression(rows: readonly LoggedRow[]): Expected {
  const size = inputsOf({ candidateId: '', features: {} }, 1).length
  const normal = identity(size, 1)
  const sums = new Array<number>(size).fill(0)
  for (const row of rows) {
    const inputs = inputsOf(row, row.rank)
    inputs.forEach((input, i) => {
      sums[i] = (sums[i] ?? 0) + input * row.reward
      const line = normal[i] as number[]
      inputs.forEach((other, j) => {
        line[j] = (line[j] ?? 0) + input * other
      })
    })
  }
  const coefficients = solve(normal, sums)
  return (candidate, rank) => dot(coefficients, inputsOf(candidate, rank))
}

function inputsOf({ features }: Ranked, rank: number): number[] {
  const place = 1 / Math.log2(rank + 1)
  const level = scoreOf({ features }, EQUAL) / 10_000
  return [1, place, level, place * level]
}
