import { cosine } from '../embed.ts'
import type { CandidateProfile, JobProfile } from '../profiles.ts'
import { type ComponentResult, FULL, single } from './component.ts'

/** Cosines of unrelated and of very close pairs of job and resume with the built-in embedder. */
const UNRELATED = 0
const VERY_CLOSE = 1

/** How near the texts of job and resume are, as a share of the range that occurs. */
export function scoreSemantic(job: JobProfile, candidate: CandidateProfile): ComponentResult | null {
  if (!job.embedding.some((x) => x !== 0)) return null
  // Four decimals first, so that the factor shows the very number the score comes from.
  const similarity = Math.round(cosine(job.embedding, candidate.embedding) * 10_000) / 10_000
  const share = (similarity - UNRELATED) / (VERY_CLOSE - UNRELATED)
  const score = Math.round(Math.min(1, Math.max(0, share)) * FULL)
  const part = {
    requirement_id: 'description',
    requirement: job.title,
    candidate_value: similarity.toFixed(4),
  }
  return single(score, { ...part, kind: 'info' }, null)
}
