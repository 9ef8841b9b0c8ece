import type { EXPLORATION_POLICIES } from '#src/db/schema/learning.ts'
import { cholesky, dot, solveLower, solveUpper, type Vector } from '../ranker/linear.ts'
import { type Ranked, vectorOf } from '../ranker/samples.ts'
import { type Seeded, seeded, shuffled } from '../ranker/seeded.ts'
import type { Posterior } from '../ranker/train.ts'
import { blocksOf } from './blocks.ts'

export type Policy = (typeof EXPLORATION_POLICIES)[number]

export interface Exploration {
  policy: Policy
  /** Basis points: how often a block is shown in an order of pure chance. */
  epsilon: number
  /** Hundredths of the score. */
  band: number
}

export interface Scored extends Ranked {
  /** Hundredths; the ranking is by it. */
  score: number
}

export interface Shown<T> {
  candidate: T
  /** From 1, as is `baseRank`, the place by score. */
  rank: number
  baseRank: number
  /** Millionths: the chance that this policy puts this candidate into this place. */
  propensity: number
}

const CERTAIN = 1_000_000
/** Draws of the posterior. What is drawn from is these, each as likely: so propensities are counts, not estimates. */
const DRAWS = 32
/** Standard deviations that an optimist adds. */
const OPTIMISM = 1

/**
 * Shows a ranking in an order from which more can be learnt. Everybody stays, nobody leaves the block of those with
 * nearly the same score, and the same `chance` gives the same order.
 */
export function explore<T extends Scored>(
  ranking: readonly T[],
  { policy, epsilon, band }: Exploration,
  posterior: Posterior,
  chance: readonly (string | number)[],
): Shown<T>[] {
  const mixed = policy === 'off' ? 0 : epsilon / 10_000
  const ordersOf = ORDERS[policy](posterior, chance)
  const pick = seeded('pick', ...chance).next()
  const shown: Shown<T>[] = []
  blocksOf(ranking, policy === 'off' ? -1 : band).forEach((block, index) => {
    const before = shown.length
    const orders = ordersOf(block)
    const order = orderShown(block, orders, { mixed, pick, chance: seeded('block', index, ...chance) })
    order.forEach((candidate, at) => {
      const chosen = orders.filter((one) => one[at] === candidate).length / orders.length
      shown.push({
        candidate,
        rank: before + at + 1,
        baseRank: before + block.indexOf(candidate) + 1,
        propensity: Math.round(CERTAIN * ((1 - mixed) * chosen + mixed / block.length)),
      })
    })
  })
  return shown
}

function orderShown<T>(
  block: readonly T[],
  orders: readonly T[][],
  { mixed, pick, chance }: { mixed: number; pick: number; chance: Seeded },
): readonly T[] {
  if (chance.next() < mixed) return shuffled(block, chance)
  return orders[Math.floor(pick * orders.length)] ?? block
}

/** The orders of a block that a policy chooses from, each as likely as any other. */
type Orders = (
  posterior: Posterior,
  chance: readonly (string | number)[],
) => <T extends Scored>(block: readonly T[]) => T[][]

const asRanked: Orders = () => (block) => [[...block]]

/** By the score plus how unsure it is of it: whoever differs most from the others of the block in what is little known. */
const optimistic: Orders = ({ mean, precision }) => {
  const lower = cholesky(precision)
  return (block) => {
    const vectors = block.map((one) => vectorOf(one))
    const middle = mean.map((_, i) => vectors.reduce((sum, x) => sum + (x[i] ?? 0), 0) / vectors.length)
    return [
      orderedBy(block, (x) => {
        const unsure = solveLower(
          lower,
          x.map((value, i) => value - (middle[i] ?? 0)),
        )
        return dot(mean, x) + OPTIMISM * Math.sqrt(dot(unsure, unsure))
      }),
    ]
  }
}

/** By weights drawn from what is believed of them. */
const drawn: Orders = ({ mean, precision }, chance) => {
  const lower = cholesky(precision)
  const source = seeded('draws', ...chance)
  const draws = Array.from({ length: DRAWS }, () => {
    const offsets = solveUpper(
      lower,
      mean.map(() => source.normal()),
    )
    return mean.map((value, i) => value + (offsets[i] ?? 0))
  })
  return (block) => draws.map((weights) => orderedBy(block, (x) => dot(weights, x)))
}

const ORDERS: Record<Policy, Orders> = {
  off: asRanked,
  epsilon_greedy: asRanked,
  ucb: optimistic,
  thompson: drawn,
}

/** Highest first; equals stay in the order of the ranking. */
function orderedBy<T extends Scored>(block: readonly T[], value: (x: Vector) => number): T[] {
  return block
    .map((candidate) => ({ candidate, value: value(vectorOf(candidate)) }))
    .sort((a, b) => b.value - a.value)
    .map(({ candidate }) => candidate)
}
