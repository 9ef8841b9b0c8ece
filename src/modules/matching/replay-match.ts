import type { z } from 'zod'
import { readTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { findJob, type JobRow } from '#src/modules/jobs/index.ts'
import { SCORING_VERSION, type Score } from '#src/modules/scoring/score.ts'
import { weightsFor, weightsOf } from '#src/modules/scoring-preferences/index.ts'
import { lexiconOf } from '#src/modules/tenant-skills/index.ts'
import { averageValues } from '#src/modules/values-assessments/index.ts'
import { jobAsStored } from './jobs-to-score.ts'
import { type ExplainedRow, findExplained } from './matches.read.ts'
import { matchErrors } from './matching.errors.ts'
import { decimal, presentComponent, presentFactor } from './matching.present.ts'
import { personOf } from './matching.service.ts'
import { type DatedProfile, findProfile } from './profiles.repo.ts'
import { type Difference, differencesBetween } from './replay-differences.ts'
import type { INPUTS, replaySchema } from './reviews.schemas.ts'
import { candidateFor, hashOf, scoreOf } from './score-pair.ts'

type Replay = z.input<typeof replaySchema>
type Lexicon = Awaited<ReturnType<typeof lexiconOf>>

/** Makes a match again from what is stored of its job and candidate, with the weights of then. @throws AppError 404 */
export async function replayMatch(ctx: RequestContext, id: string): Promise<Replay> {
  const lexicon = await lexiconOf(ctx)
  return readTenant(ctx, async (tx) => {
    const row = await findExplained(tx, id, personOf(ctx))
    const job = row && (await findJob(tx, row.jobId))
    if (!job) throw new AppError(matchErrors.not_found)
    const inForce = (await weightsFor(tx, [job.clientId]))(job.clientId)
    const profile = await findProfile(tx, row.candidateId)
    // A profile that another version made may not even have what this one reads.
    const readable = profile?.profileVersion === SCORING_VERSION ? profile : undefined
    const again = readable && (await scoreAgain(tx, row, job, readable, lexicon))
    const differences = again ? differencesBetween(told(row), told(again.score)) : []
    const hashIsSame = again?.hash === row.inputsHash
    return {
      match_id: id,
      same: again !== undefined && differences.length === 0,
      scoring_version: { stored: row.scoringVersion, current: SCORING_VERSION },
      scoring_preferences_id: { stored: row.preferencesId, current: inForce.id },
      stored: scoreAndComponents(row),
      recomputed: again ? scoreAndComponents(again.score) : null,
      differences,
      inputs_changed: hashIsSame ? [] : changedSince(row, { job, profile, lexicon, differences }),
    }
  })
}

async function scoreAgain(
  tx: TenantTx,
  row: ExplainedRow,
  job: JobRow,
  { candidateId, profile }: DatedProfile,
  { lexicon }: Lexicon,
): Promise<{ score: Score; hash: string } | undefined> {
  const preferences = await weightsOf(tx, row.preferencesId)
  if (!preferences) return undefined
  const weighed = await jobAsStored(tx, job, preferences, lexicon)
  const values = (await averageValues(tx, [candidateId])).get(candidateId)
  const candidate = candidateFor(weighed, profile, values)
  return { score: scoreOf(weighed, candidate), hash: hashOf(weighed, candidate) }
}

interface Now {
  job: JobRow
  profile: DatedProfile | undefined
  lexicon: Lexicon
  differences: Difference[]
}

function changedSince(row: ExplainedRow, { job, profile, lexicon, differences }: Now) {
  const changed: Record<(typeof INPUTS)[number], boolean> = {
    job: job.version !== row.jobVersion,
    candidate: profile?.revision !== row.profileRevision,
    skills: profile?.lexicon !== lexicon.version,
    values: differences.some(({ path }) => path === '/components/values/score'),
    scoring_version: row.scoringVersion !== SCORING_VERSION,
  }
  return (Object.keys(changed) as (keyof typeof changed)[]).filter((input) => changed[input])
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
