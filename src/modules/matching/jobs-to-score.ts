import { LRUCache } from 'lru-cache'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { type JobSkillRow, listSkills } from '#src/modules/jobs/index.ts'
import { jobProfile } from '#src/modules/scoring/job-profile.ts'
import type { JobProfile } from '#src/modules/scoring/profiles.ts'
import { type Preferences, weightsFor } from '#src/modules/scoring-preferences/index.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import { lexiconOf } from '#src/modules/tenant-skills/index.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import type { JobSource } from './jobs-to-score.repo.ts'
import { preferring } from './preferring.ts'
import { findJobEmbedding, saveEmbeddings } from './profiles.repo.ts'

export interface JobToScore {
  id: string
  version: number
  /** What the job asks for, and what its preferences add to that. */
  profile: JobProfile
  preferences: Preferences
}

/** One resume is scored for every open job: their profiles are made once a version of the job and the lexicon. */
const profiles = new LRUCache<string, JobProfile>({ max: 500 })

/**
 * Makes the profiles that are not known and stores their vectors. Jobs are read before their skills: should a job
 * change in between, its profile has an older version than what it was made from and no score of it is stored.
 */
export async function jobsToScore(ctx: TaskContext, sources: JobSource[]): Promise<JobToScore[]> {
  const { lexicon, version } = await lexiconOf(ctx)
  const keyOf = (job: JobSource) => `${ctx.tenantId}:${job.id}:${job.version}:${version}`
  const known = new Map(sources.map((job) => [job.id, profiles.get(keyOf(job))]))
  const unknown = sources.filter((job) => !known.get(job.id))
  const made = unknown.length > 0 ? await makeProfiles(ctx, unknown, lexicon) : new Map<string, JobProfile>()
  const clientIds = sources.map(({ clientId }) => clientId)
  const preferencesOf = await readTenantOnce(ctx, (tx) => weightsFor(tx, clientIds))
  return sources.flatMap((job) => {
    const profile = known.get(job.id) ?? made.get(job.id)
    if (!profile) return []
    profiles.set(keyOf(job), profile)
    return [toScore(job, profile, preferencesOf(job.clientId), lexicon)]
  })
}

const toScore = (
  { id, version }: JobSource,
  profile: JobProfile,
  preferences: Preferences,
  lexicon: Lexicon,
): JobToScore => ({ id, version, profile: preferring(profile, preferences, lexicon), preferences })

/** As `jobsToScore` for one job with the given preferences, and with its vector as it is stored: nothing is written. */
export async function jobAsStored(
  tx: TenantTx,
  job: JobSource,
  preferences: Preferences,
  lexicon: Lexicon,
): Promise<JobToScore> {
  const profile = profileOf(job, await listSkills(tx, [job.id]), lexicon)
  const embedding = (await findJobEmbedding(tx, job.id)) ?? profile.embedding
  return toScore(job, { ...profile, embedding }, preferences, lexicon)
}

/** By job. */
async function makeProfiles(
  ctx: TaskContext,
  jobs: JobSource[],
  lexicon: Lexicon,
): Promise<Map<string, JobProfile>> {
  const ids = jobs.map((job) => job.id)
  const skills = Map.groupBy(await readTenantOnce(ctx, (tx) => listSkills(tx, ids)), (skill) => skill.jobId)
  const made = jobs.map((job) => ({ id: job.id, ...profileOf(job, skills.get(job.id) ?? [], lexicon) }))
  const vectors = await withTenant(ctx, (tx) => saveEmbeddings(tx, 'job', made))
  return new Map(
    made.map(({ id, ...profile }) => [id, { ...profile, embedding: vectors.get(id) ?? profile.embedding }]),
  )
}

const profileOf = (job: JobSource, skills: JobSkillRow[], lexicon: Lexicon): JobProfile =>
  jobProfile(
    {
      title: job.title,
      description: job.description,
      skills: skills.map(({ id, name, required, weight }) => ({
        requirement_id: id,
        name,
        required,
        weight: weight / 10_000,
      })),
      experience_min: job.experienceMin,
      experience_max: job.experienceMax,
      location: job.location,
      location_type: job.locationType,
      education_min: job.educationMin,
    },
    lexicon,
  )
