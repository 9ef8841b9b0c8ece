import { cosine } from '../embed.ts'
import type { CandidateProfile, JobProfile } from '../profiles.ts'
import { type ComponentResult, FULL, single } from './component.ts'

/** How near the texts of job and resume are: the cosine of their vectors. */
export function scoreSemantic(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  if (!job.embedding.some((x) => x !== 0)) return null
  const score = Math.round(Math.max(0, cosine(job.embedding, candidate.embedding)) * FULL)
  const part = {
    requirement_id: 'description',
    requirement: job.title,
    candidate_value: (score / FULL).toFixed(4),
  }
  return single(score, { ...part, kind: 'info' }, null)
}
