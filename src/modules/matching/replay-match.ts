import type { z } from 'zod'
import { readTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { findJob, type JobRow } from '#src/modules/jobs/index.ts'
import { digestOf } from '#src/modules/scoring/inputs-hash.ts'
import { SCORING_VERSION, type Score } from '#src/modules/scoring/score.ts'
import { weightsFor, weightsOf } from '#src/modules/scoring-preferences/index.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import { lexiconOf } from '#src/modules/tenant-skills/index.ts'
import { averageValues } from '#src/modules/values-assessments/index.ts'
import { jobAsStored } from './jobs-to-score.ts'
import { type ExplainedRow, findExplained } from './matches.read.ts'
import { matchErrors } from './matching.errors.ts'
import { decimal, presentComponent, presentFactor } from './matching.present.ts'
import { personOf } from './person-of.ts'
import { type DatedProfile, findProfile } from './profiles.repo.ts'
import { differencesBetween } from './replay-differences.ts'
import type { ReplayInput, replaySchema } from './reviews.schemas.ts'
import { hashOf, scorePair } from './score-pair.ts'

type Replay = z.input<typeof replaySchema>

/** Makes a match again from what is stored of its job and candidate, with the weights of then. @throws AppError 404 */
export async function replayMatch(ctx: RequestContext, id: string): Promise<Replay> {
  const { lexicon } = await lexiconOf(ctx)
  return readTenant(ctx, async (tx) => {
    const row = await findExplained(tx, id, personOf(ctx))
    const job = row && (await findJob(tx, row.jobId))
    if (!job) throw new AppError(matchErrors.not_found)
    const inForce = (await weightsFor(tx, [job.clientId]))(job.clientId)
    const profile = await findProfile(tx, row.candidateId)
    const again = profile && (await scoreAgain(tx, row, { job, profile, lexicon }))
    const differences = again ? differencesBetween(told(row), told(again.score)) : []
    return {
      match_id: id,
      same: again !== undefined && differences.length === 0,
      scoring_version: { stored: row.scoringVersion, current: SCORING_VERSION },
      scoring_preferences_id: { stored: row.preferencesId, current: inForce.id },
      job_version: { stored: row.jobVersion, current: job.version },
      profile_revision: { stored: row.profileRevision, current: profile?.revision ?? null },
      stored: scoreAndComponents(row),
      recomputed: again ? scoreAndComponents(again.score) : null,
      differences,
      inputs_changed: again ? changedInputs(row, job, again.hash) : ['candidate'],
    }
  })
}

interface Inputs {
  job: JobRow
  profile: DatedProfile
  lexicon: Lexicon
}

async function scoreAgain(tx: TenantTx, row: ExplainedRow, { job, profile, lexicon }: Inputs) {
  // What another version made of a resume may not even have what this one reads.
  if (profile.profileVersion !== SCORING_VERSION) return undefined
  const preferences = await weightsOf(tx, row.preferencesId)
  if (!preferences) return undefined
  const pair = {
    job: await jobAsStored(tx, job, preferences, lexicon),
    candidate: profile.profile,
    profileHash: digestOf(profile.profile),
    values: (await averageValues(tx, [row.candidateId])).get(row.candidateId),
  }
  return { score: scorePair(pair), hash: hashOf(pair) }
}

/** By the parts of the hash. A job that is the same and reads otherwise is read with other skills of the tenant. */
function changedInputs(row: ExplainedRow, job: JobRow, hash: string): ReplayInput[] {
  const before = row.inputsHash.split('.')
  const [ofJob, ofCandidate, ofRest] = hash.split('.').map((part, i) => part !== before[i])
  return [
    ...(ofJob ? [job.version === row.jobVersion ? ('skills' as const) : ('job' as const)] : []),
    ...(ofCandidate ? ['candidate' as const] : []),
    ...(ofRest
      ? [row.scoringVersion === SCORING_VERSION ? ('values' as const) : ('scoring_version' as const)]
      : []),
  ]
}

type Scored = Pick<Score, 'score' | 'components' | 'factors'>

const scoreAndComponents = ({ score, components }: Pick<Scored, 'score' | 'components'>) => ({
  score: decimal(score),
  components: components.map(presentComponent),
})

/** As the API shows it. */
const told = (scored: Scored) => ({
  ...scoreAndComponents(scored),
  factors: scored.factors.map(presentFactor),
})
