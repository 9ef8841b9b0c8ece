import type { CandidateProfile, JobProfile } from '../profiles.ts'
import { type ComponentResult, FULL, single } from './component.ts'

/** Hundredths: people say 1 to 5. */
const LOWEST = 100
const HIGHEST = 500

/** What people said of the candidate's values. Who was not asked about is not scored for that. */
export function scoreValues(_job: JobProfile, { values }: CandidateProfile): ComponentResult | null {
  if (values === undefined) return null
  const score = Math.round(((values - LOWEST) / (HIGHEST - LOWEST)) * FULL)
  const part = { requirement_id: 'values', requirement: 'values', candidate_value: (values / 100).toFixed(2) }
  return single(score, { ...part, kind: 'info' }, null)
}
