import type { FEEDBACK_ACTIONS, FEEDBACK_OUTCOMES } from '#src/db/schema/learning.ts'
import { mean } from './ranker/ndcg.ts'

export interface Judgement {
  /** The person, or the application. */
  givenBy: string
  action: (typeof FEEDBACK_ACTIONS)[number]
  outcome: (typeof FEEDBACK_OUTCOMES)[number]
  rating: number | null
  performanceRating: number | null
  retentionMonths: number | null
}

const STEPS = { reject: 0, shortlist: 0.4, interview: 0.6, hire: 0.8 } as const
/** Of an application that came to an interview and no further. */
const AFTER_INTERVIEW = 0.2

/** What people made of a candidate, 0 to 1: the mean over people and applications, each of which counts once. */
export function rewardOf(judgements: readonly Judgement[]): number {
  const givers = [...Map.groupBy(judgements, ({ givenBy }) => givenBy).values()]
  return mean(givers.map(rewardByOne))
}

/** A person says one thing; an application has been through several, of which the furthest counts. */
function rewardByOne(said: readonly Judgement[]): number {
  const actions = new Set(said.map(({ action }) => action))
  if (actions.has('reject') && actions.has('interview') && !actions.has('hire')) return AFTER_INTERVIEW
  return Math.max(...said.map(rewardByAction))
}

/** A rating of 1 to 5 moves it by up to a tenth; what became of a hire counts more than that there was one. */
function rewardByAction({ action, outcome, ...marks }: Judgement): number {
  const hired = action === 'hire' || outcome === 'hired'
  const step = hired ? STEPS.hire : STEPS[action]
  const rated = marks.rating === null || step === 0 ? 0 : (marks.rating - 3) * 0.05
  const performed = marks.performanceRating === null ? 0 : (marks.performanceRating - 3) * 0.05
  return Math.min(1, Math.max(0, step + rated + performed + stayed(marks.retentionMonths)))
}

/** Months from which somebody stayed, and below which somebody did not. */
const STAYED = { long: 12, short: 3 }

function stayed(months: number | null): number {
  if (months === null) return 0
  if (months >= STAYED.long) return 0.1
  return months < STAYED.short ? -0.3 : 0
}
