import { createHash } from 'node:crypto'
import { canonicalJson } from '#src/lib/canonical-json.ts'
import type { JobProfile } from './profiles.ts'
import { SCORING_VERSION } from './score.ts'
import type { Weights } from './weights.ts'

/**
 * All a score depends on, as `<job>.<candidate>.<weights and version>`, each the first half of a hex SHA-256: equal
 * hashes mean equal scores, and of two that differ each part tells whether it is why.
 */
export const inputsHash = (
  job: JobProfile,
  /** The candidate's: `digestOf` the profile. */
  candidate: string,
  weights: Weights,
  version = SCORING_VERSION,
): string => `${hashOnce(job, job)}.${candidate}.${hashOnce(weights, { weights, version }, version)}`

/** One job with one set of weights is held against many candidates. */
const known = new WeakMap<object, { version: string; hash: string }>()

function hashOnce(of: object, value: unknown, version = ''): string {
  const found = known.get(of)
  if (found?.version === version) return found.hash
  const hash = digestOf(value)
  known.set(of, { version, hash })
  return hash
}

const HALF = 32

export const digestOf = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, HALF)
