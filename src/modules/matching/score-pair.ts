import { inputsHash } from '#src/modules/scoring/inputs-hash.ts'
import type { CandidateProfile } from '#src/modules/scoring/profiles.ts'
import { SCORING_VERSION, type Score, scoreMatch } from '#src/modules/scoring/score.ts'
import type { JobToScore } from './jobs-to-score.ts'

type Weighed = Pick<JobToScore, 'profile' | 'preferences'>

export const asksForValues = ({ preferences }: Weighed): boolean => preferences.weights.values > 0

/** What of a candidate counts for a job: what people said of their values only where its weights ask for that. */
export const candidateFor = (
  job: Weighed,
  profile: CandidateProfile,
  values: number | undefined,
): CandidateProfile => (asksForValues(job) && values !== undefined ? { ...profile, values } : profile)

/** Of all that the score of a pair depends on, and of which preferences gave the weights. */
export const hashOf = ({ profile, preferences }: Weighed, candidate: CandidateProfile): string =>
  inputsHash(profile, candidate, preferences.weights, `${SCORING_VERSION} ${preferences.version}`)

export const scoreOf = ({ profile, preferences }: Weighed, candidate: CandidateProfile): Score =>
  scoreMatch(profile, candidate, preferences.weights)
