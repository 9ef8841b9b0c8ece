import { createHash } from 'node:crypto'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import type { CandidateProfile, JobProfile } from './profiles.ts'
import { SCORING_VERSION } from './score.ts'
import type { Weights } from './weights.ts'

/** Hex SHA-256 of all a score depends on: equal hashes mean equal scores. */
export function inputsHash(
  job: JobProfile,
  candidate: CandidateProfile,
  weights: Weights,
  version = SCORING_VERSION,
): string {
  return createHash('sha256').update(canonicalJson({ job, candidate, weights, version })).digest('hex')
}
