import { createHash } from 'node:crypto'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import type { CandidateProfile, JobProfile } from './profiles.ts'
import { SCORING_VERSION } from './score.ts'
import type { Weights } from './weights.ts'

/**
 * All a score depends on, as `<job>.<candidate>.<weights and version>`, each the first half of a hex SHA-256: equal
 * hashes mean equal scores, and of two that differ each part tells whether it is why.
 */
export const inputsHash = (
  job: JobProfile,
  candidate: CandidateProfile,
  weights: Weights,
  version = SCORING_VERSION,
): string => [profileHash(job), profileHash(candidate), digest({ weights, version })].join('.')

/** Each job is held against many candidates, and each candidate against many jobs. */
const known = new WeakMap<object, string>()

function profileHash(profile: JobProfile | CandidateProfile): string {
  const hash = known.get(profile) ?? digest(profile)
  known.set(profile, hash)
  return hash
}

const HALF = 32

const digest = (value: unknown) =>
  createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, HALF)
