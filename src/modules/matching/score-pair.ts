import { inputsHash } from '#src/modules/scoring/inputs-hash.ts'
import type { CandidateProfile } from '#src/modules/scoring/profiles.ts'
import { SCORING_VERSION, type Score, scoreMatch } from '#src/modules/scoring/score.ts'
import type { JobToScore } from './jobs-to-score.ts'

/** What a score is made from. */
export interface Pair {
  job: Pick<JobToScore, 'profile' | 'preferences'>
  candidate: CandidateProfile
  /** Of the candidate's profile. */
  profileHash: string
  /** What people said of the candidate's values, where they said it: it counts where the weights ask for it. */
  values: number | undefined
}

export const asksForValues = ({ preferences }: Pair['job']): boolean => preferences.weights.values > 0

export function scorePair(pair: Pair): Score {
  const { job, candidate } = pair
  const values = valuesOf(pair)
  const assessed = values === undefined ? candidate : { ...candidate, values }
  return scoreMatch(job.profile, assessed, job.preferences.weights)
}

/** Of all that the score depends on, and of which preferences gave the weights. */
export function hashOf(pair: Pair): string {
  const { profile, preferences } = pair.job
  const version = [SCORING_VERSION, preferences.version, valuesOf(pair) ?? ''].join(' ')
  return inputsHash(profile, pair.profileHash, preferences.weights, version)
}

const valuesOf = ({ job, values }: Pair): number | undefined => (asksForValues(job) ? values : undefined)
