import { divideRounded } from '#src/modules/scoring/apportion.ts'
import {
  COMPONENTS,
  type ComponentName,
  effectiveWeights,
  WEIGHT_SUM,
  type Weights,
} from '#src/modules/scoring/weights.ts'

/** Of its weight, in hundredths. */
const ALL = 100

/** Component scores in hundredths. What the job asks nothing of is absent. */
export type Features = Readonly<Partial<Record<ComponentName, number>>>

export interface Ranked {
  candidateId: string
  features: Features
  /** How much of its weight a component is worth for the job, in hundredths, where that is not all of it. */
  worth?: Readonly<Partial<Record<ComponentName, number>>>
}

type Scored = Pick<Ranked, 'features' | 'worth'>

/** What people made of a candidate for a job. */
export interface Sample extends Ranked {
  jobId: string
  /** 0 (turned down) to 1 (hired and stayed). */
  reward: number
}

/** A sample as it is kept: rewards are in whole ten-thousandths. */
export interface WeighedSample extends Sample {
  worth: NonNullable<Ranked['worth']>
  /** How many say so. */
  feedbacks: number
}

/** The score, in hundredths, by the arithmetic of every stored match. */
export function scoreOf({ features, worth = {} }: Scored, weights: Weights): number {
  const names = COMPONENTS.filter((name) => features[name] !== undefined)
  const effective = effectiveWeights(weights, new Map(names.map((name) => [name, worth[name] ?? ALL])))
  const sum = names.reduce((total, name) => total + (features[name] ?? 0) * effective[name], 0)
  return divideRounded(sum, WEIGHT_SUM)
}

/** Best first, as a job's matches are listed: equal scores by candidate. */
export const rankedBy = <T extends Ranked>(weights: Weights, candidates: readonly T[]): T[] =>
  candidates
    .map((candidate) => ({ candidate, score: scoreOf(candidate, weights) }))
    .sort((a, b) => b.score - a.score || (a.candidate.candidateId < b.candidate.candidateId ? -1 : 1))
    .map(({ candidate }) => candidate)

/** In the order of `COMPONENTS`, 0 to 1: of each score what it is worth. */
export const vectorOf = ({ features, worth = {} }: Scored): number[] =>
  COMPONENTS.map((name) => ((features[name] ?? 0) * (worth[name] ?? ALL)) / (10_000 * ALL))

export const sharesOf = (weights: Weights): number[] => {
  const sum = COMPONENTS.reduce((total, name) => total + weights[name], 0)
  return COMPONENTS.map((name) => weights[name] / sum)
}

export const byJob = <T extends { jobId: string }>(samples: readonly T[]): [string, T[]][] =>
  [...Map.groupBy(samples, ({ jobId }) => jobId)].sort(([a], [b]) => (a < b ? -1 : 1))
