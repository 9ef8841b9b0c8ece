import type { Weights } from '#src/modules/scoring/weights.ts'
import { towards } from './bounds.ts'
import { mean, ndcg } from './ndcg.ts'
import { byJob, rankedBy, type Sample, scoreOf } from './samples.ts'
import { seeded, shuffled } from './seeded.ts'
import { train } from './train.ts'

/** How well weights order candidates that people have judged. Shares, 0 to 1. */
export interface Quality {
  ndcg: number
  /** Of pairs of which people made more of one: how many are in that order. */
  accuracy: number
  /** Among the first five of each job. */
  precision: number
  recall: number
  f1: number
}

export interface CrossValidation {
  folds: number
  /** Jobs on which one order is better than another. */
  jobs: number
  learned: Quality
  /** Of the weights in force, on the same jobs. */
  current: Quality
}

const FOLDS = 5
const DEPTH = 10
const FIRST = 5
/** From here on people made something of a candidate. */
const WANTED = 0.35

/** Each fold of jobs is ordered by weights trained on the others. Yields after each, so that nobody waits for all. */
export function* crossValidate(
  samples: readonly Sample[],
  { prior, current, seed }: { prior: Weights; current: Weights; seed: number },
): Generator<undefined, CrossValidation> {
  const jobs = shuffled(byJob(samples), seeded('folds', seed))
  const folds = Math.min(FOLDS, jobs.length)
  const [learned, before]: [JobQuality[], JobQuality[]] = [[], []]
  for (let fold = 0; fold < folds; fold++) {
    const isLeftOut = (i: number) => i % folds === fold
    const seen = jobs.filter((_, i) => !isLeftOut(i)).flatMap(([, ofJob]) => ofJob)
    const weights = towards(train(seen, prior).weights, current)
    for (const [, ofJob] of jobs.filter((_, i) => isLeftOut(i))) {
      learned.push(qualityOf(ofJob, weights))
      before.push(qualityOf(ofJob, current))
    }
    yield
  }
  return {
    folds,
    jobs: learned.filter((job) => job.ndcg !== undefined).length,
    learned: together(learned),
    current: together(before),
  }
}

/** How well `weights` order these samples. */
export const qualityOn = (samples: readonly Sample[], weights: Weights): Quality =>
  together(byJob(samples).map(([, ofJob]) => qualityOf(ofJob, weights)))

interface JobQuality {
  ndcg: number | undefined
  pairs: number
  right: number
  first: number
  found: number
  wanted: number
}

function qualityOf(samples: readonly Sample[], weights: Weights): JobQuality {
  const order = rankedBy(weights, samples)
  const first = order.slice(0, FIRST)
  const isWanted = ({ reward }: Sample) => reward >= WANTED
  return {
    ndcg: ndcg(
      order.map(({ reward }) => reward),
      DEPTH,
    ),
    ...pairsInOrder(samples, weights),
    first: first.length,
    found: first.filter(isWanted).length,
    wanted: samples.filter(isWanted).length,
  }
}

function pairsInOrder(samples: readonly Sample[], weights: Weights): { pairs: number; right: number } {
  const scored = samples.map((one) => ({ reward: one.reward, score: scoreOf(one, weights) }))
  const pairs = scored.flatMap((one) =>
    scored.filter((other) => one.reward > other.reward).map((other) => one.score - other.score),
  )
  return { pairs: pairs.length, right: pairs.filter((lead) => lead > 0).length }
}

function together(jobs: readonly JobQuality[]): Quality {
  const sum = (of: (job: JobQuality) => number) => jobs.reduce((total, job) => total + of(job), 0)
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
  const found = sum((job) => job.found)
  const precision = ratio(
    found,
    sum((job) => job.first),
  )
  const recall = ratio(
    found,
    sum((job) => job.wanted),
  )
  return {
    ndcg: mean(jobs.flatMap((job) => job.ndcg ?? [])),
    accuracy: ratio(
      sum((job) => job.right),
      sum((job) => job.pairs),
    ),
    precision,
    recall,
    f1: ratio(2 * precision * recall, precision + recall),
  }
}
