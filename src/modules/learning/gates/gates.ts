import { COMPONENTS, type Weights } from '#src/modules/scoring/weights.ts'
import type { GateResult as Counterfactual } from '#src/modules/scoring-preferences/index.ts'
import type { OffPolicy } from '../off-policy/estimate.ts'
import { boundsAround, distance } from '../ranker/bounds.ts'
import type { CrossValidation } from '../ranker/cross-validate.ts'
import { type Sample, sharesOf } from '../ranker/samples.ts'

export const GATES = ['feedback', 'accuracy', 'off_policy', 'drift', 'counterfactual', 'impact'] as const

/** `not_measured`: there was nothing to measure by, which is told and stops nobody. */
export type GateStatus = 'passed' | 'failed' | 'not_measured'

export interface GateResult {
  gate: (typeof GATES)[number]
  status: GateStatus
  /** What was measured, and the limits it was held against. */
  detail: Record<string, unknown>
}

/** Below these there is nothing to learn from that would not be the taste of one person on one day. */
const LEAST = { samples: 30, jobs: 3 }
/** nDCG that may be lost to chance. */
const MARGIN = 0.005
/** Lists, and their coverage, from which an off-policy estimate decides. */
const ENOUGH = { lists: 30, coverage: 0.3 }
/** Share of the score that one version may move from some components to others. */
const MOST_MOVED = 0.35

export const approved = (results: readonly GateResult[]): boolean =>
  results.every(({ status }) => status !== 'failed')

const told = (gate: GateResult['gate'], passes: boolean, detail: Record<string, unknown>): GateResult => ({
  gate,
  status: passes ? 'passed' : 'failed',
  detail,
})

/** Enough people were judged, for enough jobs, and not all alike. */
export function feedbackGate(samples: readonly Sample[]): GateResult {
  const jobs = [...Map.groupBy(samples, ({ jobId }) => jobId).values()]
  const telling = jobs.filter((ofJob) => new Set(ofJob.map(({ reward }) => reward)).size > 1).length
  const passes = samples.length >= LEAST.samples && telling >= LEAST.jobs
  return told('feedback', passes, {
    samples: samples.length,
    telling_jobs: telling,
    least_samples: LEAST.samples,
    least_jobs: LEAST.jobs,
  })
}

/** On jobs it has not seen, the method orders no worse than the weights in force. */
export const accuracyGate = ({ jobs, learned, current }: CrossValidation): GateResult =>
  told('accuracy', learned.ndcg >= current.ndcg - MARGIN, {
    jobs,
    ndcg: learned.ndcg,
    current_ndcg: current.ndcg,
    margin: MARGIN,
  })

/** What was shown does not say that the new order would have been worse. */
export function offPolicyGate(estimate: OffPolicy | undefined): GateResult {
  if (!estimate || estimate.lists < ENOUGH.lists || estimate.coverage < ENOUGH.coverage) {
    const { lists = 0, coverage = 0 } = estimate ?? {}
    const detail = { lists, coverage, least_lists: ENOUGH.lists, least_coverage: ENOUGH.coverage }
    return { gate: 'off_policy', status: 'not_measured', detail }
  }
  const { lists, coverage, difference } = estimate
  return told('off_policy', difference.high >= 0, { lists, coverage, difference })
}

/** The weights keep to the bounds around the prior, and are not too far from those in force. */
export function driftGate(
  weights: Weights,
  { prior, current }: Record<'prior' | 'current', Weights>,
): GateResult {
  const shares = sharesOf(weights)
  const { low, high } = boundsAround(prior)
  const outside = COMPONENTS.filter((_, i) => {
    const share = shares[i] ?? 0
    return share < (low[i] ?? 0) - ROUNDING || share > (high[i] ?? 1) + ROUNDING
  })
  const moved = distance(sharesOf(current), shares)
  return told('drift', outside.length === 0 && moved <= MOST_MOVED, {
    moved,
    most_moved: MOST_MOVED,
    outside,
  })
}

/** A basis point, which is what weights are rounded to. */
const ROUNDING = 1.01e-4

/** People who differ in nothing that may count get one score. */
export function counterfactualGate({ passed, ...detail }: Counterfactual): GateResult {
  if (detail.pairs === 0) return { gate: 'counterfactual', status: 'not_measured', detail }
  const { failures, ...rest } = detail
  return told('counterfactual', passed, { ...rest, failures: failures.slice(0, FAILURES_TOLD) })
}

const FAILURES_TOLD = 20
