import type { CandidateProfile, HeldDegree, JobProfile } from '../profiles.ts'
import { type ComponentResult, FULL, single } from './component.ts'

const RANK: ReadonlyMap<string, number> = new Map([
  ['high_school', 1],
  ['certificate', 2],
  ['diploma', 3],
  ['associate', 3],
  ['bachelor', 4],
  ['master', 5],
  ['doctorate', 6],
])
/** One rank below what is asked for. */
const ONE_BELOW = FULL / 2

/** The highest degree against the one asked for; where and when it was earned is not known here. */
export function scoreEducation(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  const asked = rankOf(job.education_min)
  if (job.education_min === null || asked === 0) return null
  const best = highest(candidate.degrees)
  const below = asked - rankOf(best?.degree ?? null)
  const part = {
    requirement_id: 'education_min',
    requirement: job.education_min,
    candidate_value: best?.degree ?? null,
  }
  if (best === null) return single(0, { ...part, kind: 'missing' }, null)
  if (below <= 0) return single(FULL, { ...part, kind: 'met' }, best)
  return below === 1
    ? single(ONE_BELOW, { ...part, kind: 'near_miss' }, best)
    : single(0, { ...part, kind: 'missing' }, best)
}

function highest(degrees: readonly HeldDegree[]): HeldDegree | null {
  let best: HeldDegree | null = null
  for (const degree of degrees) {
    if (rankOf(degree.degree) > rankOf(best?.degree ?? null)) best = degree
  }
  return best
}

function rankOf(degree: string | null): number {
  return degree === null ? 0 : (RANK.get(degree) ?? 0)
}
