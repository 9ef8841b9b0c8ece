import { apportion } from '#src/modules/scoring/apportion.ts'
import { COMPONENTS, WEIGHT_SUM, type Weights } from '#src/modules/scoring/weights.ts'
import { sharesOf } from './samples.ts'

/** How far learning may take a component's weight from its prior: to a third, or to three times as much. */
const FACTOR = 3
/** No component is learnt to be more than this share of the score, unless the prior makes it so. */
const MOST = 0.6

export interface Bounds {
  low: number[]
  high: number[]
}

/** A component without weight stays without: what a tenant does not score by, learning does not bring in. */
export function boundsAround(prior: Weights): Bounds {
  const shares = sharesOf(prior)
  return {
    low: shares.map((share) => share / FACTOR),
    high: shares.map((share) => Math.max(share, Math.min(MOST, share * FACTOR))),
  }
}

/** The nearest shares that keep to the bounds and add up to 1: those given, moved by one number and clipped. */
export function project(shares: readonly number[], { low, high }: Bounds): number[] {
  const moved = (by: number) =>
    shares.map((share, i) => Math.min(high[i] ?? 1, Math.max(low[i] ?? 0, share - by)))
  let [from, to] = [Math.min(...shares) - 1, Math.max(...shares)]
  for (let halving = 0; halving < 40; halving++) {
    const middle = (from + to) / 2
    if (moved(middle).reduce((a, b) => a + b, 0) > 1) from = middle
    else to = middle
  }
  return moved((from + to) / 2)
}

/** Basis points that add up to 10000; a bound may be passed by one of them. */
export function weightsOf(shares: readonly number[]): Weights {
  const points = apportion(
    WEIGHT_SUM,
    shares.map((share) => Math.round(share * 1e9)),
  )
  return Object.fromEntries(COMPONENTS.map((name, i) => [name, points[i] ?? 0])) as Weights
}

/** Share of the score that one version moves from some components to others at most. */
const MOST_MOVED = 0.3

/** What was learnt, or as far from the weights in force towards it as one version may go. */
export function towards(learned: Weights, current: Weights): Weights {
  const [from, to] = [sharesOf(current), sharesOf(learned)]
  const part = MOST_MOVED / distance(from, to)
  if (part >= 1) return learned
  return weightsOf(from.map((share, i) => share + part * ((to[i] ?? 0) - share)))
}

/** Half the sum of the differences: what was moved. */
export const distance = (from: readonly number[], to: readonly number[]): number =>
  from.reduce((sum, share, i) => sum + Math.abs(share - (to[i] ?? 0)), 0) / 2
