import type { CandidateProfile, JobProfile } from '../profiles.ts'
import { type ComponentResult, FULL, single } from './component.ts'

/**
 * Years held to years asked for. A maximum never lowers a score: more years than asked for mostly tell a
 * person's age. Years nobody could read from the resume count as none, and the factor says so.
 */
export function scoreExperience(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  const asked = job.experience_min
  if (asked === null || !(asked > 0)) return null
  const years = candidate.years_of_experience
  const part = { requirement_id: 'experience_min', requirement: `${asked}+ years` }
  if (years === null || !(years > 0)) {
    const candidate_value = years === null ? null : '0 years'
    return single(0, { ...part, kind: 'missing', candidate_value }, candidate.citations.years_of_experience)
  }
  const score = Math.min(FULL, Math.round((years / asked) * FULL))
  const kind = score === FULL ? 'met' : 'partial'
  return single(
    score,
    { ...part, kind, candidate_value: `${years} years` },
    candidate.citations.years_of_experience,
  )
}
