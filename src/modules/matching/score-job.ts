import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { failOperation, progressOperation, succeedOperation } from '#src/modules/operations/index.ts'
import { listPrimaryResumeCandidates } from '#src/modules/resumes/index.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import { ownSkillsOf } from '#src/modules/tenant-skills/index.ts'
import { emit } from '#src/platform/events/events.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { inPages } from './in-pages.ts'
import { type JobToScore, jobsToScore } from './jobs-to-score.ts'
import { listTopIds, removeStaleMatches, saveMatches } from './matches.repo.ts'
import { matchScored } from './matching.events.ts'
import { countProfiles, findProfiled, listProfiles } from './profiles.repo.ts'
import { scoreAll } from './score-all.ts'
import { storeProfile } from './store-profile.ts'

export interface JobRun {
  jobId: string
  /** Where whoever asked for the run sees how far it is. */
  operationId: string | null
}

interface Counts {
  scored: number
  changed: number
}

const PAGE = 500
const TOP = 10

/** Scores every candidate of the tenant for a job and tells of it once. */
export async function runJob(ctx: TaskContext, run: JobRun): Promise<void> {
  await profileMissing(ctx)
  const source = await readTenantOnce(ctx, (tx) => findJob(tx, run.jobId))
  if (!source) return failRun(ctx, run, 'job.not_found', 'The job was deleted.')
  const [job] = await jobsToScore(ctx, [source])
  if (job) await finish(ctx, run, await scoreProfiles(ctx, run, job))
}

/** Candidates whose profile is not made yet, or was made by another version of the scoring or of the tenant's skills. */
async function profileMissing(ctx: TaskContext): Promise<void> {
  const { version } = await ownSkillsOf(ctx)
  const candidates = inPages(
    PAGE,
    (after, size) => readTenantOnce(ctx, (tx) => listPrimaryResumeCandidates(tx, after, size)),
    (id) => id,
  )
  for await (const ids of candidates) {
    const profiled = await readTenantOnce(ctx, (tx) => findProfiled(tx, ids, version))
    for (const id of ids) {
      ctx.signal.throwIfAborted()
      if (!profiled.has(id)) await storeProfile(ctx, id)
    }
  }
}

async function scoreProfiles(ctx: TaskContext, { operationId }: JobRun, job: JobToScore): Promise<Counts> {
  const total = await readTenantOnce(ctx, countProfiles)
  const counts = { scored: 0, changed: 0 }
  const profiles = inPages(
    PAGE,
    (after, size) => readTenantOnce(ctx, (tx) => listProfiles(tx, after, size)),
    (profile) => profile.candidateId,
  )
  for await (const page of profiles) {
    ctx.signal.throwIfAborted()
    const matches = await scoreAll(ctx, [job], page)
    counts.scored += page.length
    counts.changed += await withTenant(ctx, async (tx) => {
      if (operationId) progressOperation(tx, operationId, { done: counts.scored, total })
      return matches.length > 0 ? saveMatches(tx, matches) : 0
    })
  }
  return counts
}

function finish(ctx: TaskContext, { jobId, operationId }: JobRun, counts: Counts): Promise<void> {
  return withTenant(ctx, async (tx) => {
    const removed = await removeStaleMatches(tx, jobId)
    const result = { job_id: jobId, ...counts, removed, scoring_version: SCORING_VERSION }
    emit(tx, ctx, matchScored, jobId, { ...result, top: await listTopIds(tx, jobId, TOP) })
    if (operationId) succeedOperation(tx, operationId, result)
  })
}

export async function failRun(
  ctx: TaskContext,
  { operationId }: JobRun,
  code: string,
  detail: string,
): Promise<void> {
  if (operationId) await withTenant(ctx, async (tx) => failOperation(tx, operationId, { code, detail }))
}
