import { COMPONENTS, type Weights } from '#src/modules/scoring/weights.ts'
import { type Bounds, boundsAround, project, weightsOf } from './bounds.ts'
import { dot, identity, type Matrix, times, type Vector } from './linear.ts'
import { byJob, type Ranked, type Sample, sharesOf, vectorOf } from './samples.ts'

/** What exploration needs to know of a version: where its weights are, and how sure of them it is. */
export interface Posterior {
  /** Shares, in the order of `COMPONENTS`. */
  mean: number[]
  /** The inverse of their covariance. */
  precision: number[][]
}

export interface Trained {
  weights: Weights
  posterior: Posterior
  /** How decidedly people choose: the log-odds that a whole score of difference makes. */
  sharpness: number
  pairs: number
}

/** Standard deviation of a weight around its prior, before anybody said anything. */
export const PRIOR_DEVIATION = 0.15
const RIDGE = 1 / PRIOR_DEVIATION ** 2
/** Of the newest samples a job gives, so that pairs do not grow with their square. */
const SAMPLES_A_JOB = 40
const SHARPNESS = { first: 8, least: 1, most: 40 }
const ROUNDS = 20

/**
 * Pairwise logistic regression with a ridge towards the prior: of two candidates for one job, the one whom people made
 * more of is to have the higher score. A convex problem in the weights, solved by Newton steps inside the bounds; the
 * same samples and prior give the same bytes.
 */
export function train(samples: readonly Sample[], prior: Weights): Trained {
  const bounds = boundsAround(prior)
  const centre = sharesOf(prior)
  const pairs = pairsOf(samples)
  let shares = centre
  let sharpness = SHARPNESS.first
  for (let round = 0; round < ROUNDS; round++) {
    sharpness = sharpen(pairs, shares, sharpness)
    const next = step({ pairs, shares, centre, sharpness, bounds })
    const still = areStill(shares, next)
    shares = next
    if (still) break
  }
  const { hessian } = slopes({ pairs, shares, centre, sharpness })
  return {
    weights: weightsOf(shares),
    posterior: { mean: shares, precision: hessian },
    sharpness,
    pairs: pairs.length,
  }
}

/** What is believed before any training. */
export const priorPosterior = (weights: Weights): Posterior => {
  const mean = sharesOf(weights)
  return { mean, precision: identity(mean.length, RIDGE) }
}

interface Pair {
  /** Of the better one minus those of the other. */
  difference: Vector
  weight: number
}

/** A job's pairs weigh together what its samples are: one feedback is one, however many it can be compared with. */
function pairsOf(samples: readonly Sample[]): Pair[] {
  return byJob(samples).flatMap(([, ofJob]) => {
    const known = ofJob.slice(-SAMPLES_A_JOB).map((sample) => ({ ...sample, vector: vectorOf(sample) }))
    const pairs = known.flatMap((better) =>
      known
        .filter((other) => better.reward > other.reward)
        .map((other) => ({
          difference: differenceOf(better, other),
          weight: better.reward - other.reward,
        })),
    )
    const sum = pairs.reduce((total, pair) => total + pair.weight, 0)
    return pairs.map((pair) => ({ ...pair, weight: (pair.weight * known.length) / sum }))
  })
}

/** Of what both have a score for, in the order of `COMPONENTS`. */
const differenceOf = (one: Placed, other: Placed): number[] =>
  COMPONENTS.map((name, i) =>
    name in one.features && name in other.features ? (one.vector[i] ?? 0) - (other.vector[i] ?? 0) : 0,
  )

type Placed = Ranked & { vector: Vector }

const logistic = (x: number) => 1 / (1 + Math.exp(-x))

/** One Newton step for the sharpness, at these shares. */
function sharpen(pairs: readonly Pair[], shares: Vector, sharpness: number): number {
  let [slope, curvature] = [0, 1e-3]
  for (const { difference, weight } of pairs) {
    const margin = dot(shares, difference)
    const doubt = logistic(-sharpness * margin)
    slope += weight * doubt * margin
    curvature += weight * doubt * (1 - doubt) * margin ** 2
  }
  const { least, most } = SHARPNESS
  return Math.min(most, Math.max(least, sharpness + slope / curvature))
}

interface At {
  pairs: readonly Pair[]
  shares: readonly number[]
  centre: readonly number[]
  sharpness: number
}

/** The slope and curvature of the loss in the shares. */
function slopes({ pairs, shares, centre, sharpness }: At): { slope: number[]; hessian: number[][] } {
  const slope = shares.map((share, i) => RIDGE * (share - (centre[i] ?? 0)))
  const hessian = identity(shares.length, RIDGE)
  for (const { difference, weight } of pairs) {
    const doubt = logistic(-sharpness * dot(shares, difference))
    const pull = weight * sharpness * doubt
    const bend = pull * sharpness * (1 - doubt)
    for (let i = 0; i < difference.length; i++) {
      const value = difference[i] ?? 0
      if (value === 0) continue
      slope[i] = (slope[i] ?? 0) - pull * value
      const row = hessian[i] as number[]
      for (let j = 0; j < difference.length; j++) row[j] = (row[j] ?? 0) + bend * value * (difference[j] ?? 0)
    }
  }
  return { slope, hessian }
}

/** The shares within the bounds where the loss, taken as the parabola it is like here, is least. */
function step(at: At & { bounds: Bounds }): number[] {
  const { slope, hessian } = slopes(at)
  const pace = 1 / largestEigenvalue(hessian)
  let shares = [...at.shares]
  for (let i = 0; i < 300; i++) {
    const moved = shares.map((share, j) => share - (at.shares[j] ?? 0))
    const bent = times(hessian, moved)
    const next = project(
      shares.map((share, j) => share - pace * ((slope[j] ?? 0) + (bent[j] ?? 0))),
      at.bounds,
    )
    const still = areStill(shares, next)
    shares = next
    if (still) break
  }
  return shares
}

/** Far below the basis point that weights are rounded to. */
const STILL = 1e-7

const areStill = (before: Vector, after: Vector): boolean =>
  after.every((share, i) => Math.abs(share - (before[i] ?? 0)) < STILL)

/** At most: the largest sum of a row's magnitudes. */
const largestEigenvalue = (matrix: Matrix): number =>
  Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)))
