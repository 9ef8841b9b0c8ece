import { setImmediate as nextTurn } from 'node:timers/promises'
import { readTenantOnce } from '#src/db/tenant.ts'
import { averageValues } from '#src/modules/values-assessments/index.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import type { JobToScore } from './jobs-to-score.ts'
import { listKnownMatches, type NewMatch } from './matches.repo.ts'
import type { StoredProfile } from './profiles.repo.ts'
import { asksForValues, hashOf, scorePair } from './score-pair.ts'

/** Scores between two turns of the event loop: about 20 ms, in which the process answers nobody. */
const BATCH = 50

/** Scores each candidate for each job and answers the matches that are not stored like this already. */
export async function scoreAll(
  ctx: TaskContext,
  jobs: JobToScore[],
  candidates: StoredProfile[],
): Promise<NewMatch[]> {
  const known = await knownHashes(ctx, jobs, candidates)
  const values = jobs.some(asksForValues) ? await valuesOf(ctx, candidates) : undefined
  const changed: NewMatch[] = []
  let scored = 0
  for (const job of jobs) {
    for (const candidate of candidates) {
      if (++scored % BATCH === 0) await nextTurn()
      const { candidateId, profile, profileHash } = candidate
      const pair = { job, candidate: profile, profileHash, values: values?.get(candidateId) }
      const hash = hashOf(pair)
      if (hash === known.get(keyOf(job.id, candidateId))) continue
      changed.push({
        jobId: job.id,
        jobVersion: job.version,
        candidateId,
        profileRevision: candidate.revision,
        preferencesId: job.preferences.id,
        score: scorePair(pair),
        inputsHash: hash,
      })
    }
  }
  return changed
}

/** The hash covers the version of the scoring. */
async function knownHashes(
  ctx: TaskContext,
  jobs: JobToScore[],
  candidates: StoredProfile[],
): Promise<Map<string, string>> {
  const jobIds = jobs.map((job) => job.id)
  const candidateIds = candidates.map((candidate) => candidate.candidateId)
  const rows = await readTenantOnce(ctx, (tx) => listKnownMatches(tx, jobIds, candidateIds))
  return new Map(rows.map((row) => [keyOf(row.jobId, row.candidateId), row.inputsHash]))
}

const valuesOf = (ctx: TaskContext, candidates: StoredProfile[]): Promise<Map<string, number>> =>
  readTenantOnce(ctx, (tx) =>
    averageValues(
      tx,
      candidates.map(({ candidateId }) => candidateId),
    ),
  )

const keyOf = (jobId: string, candidateId: string) => `${jobId}:${candidateId}`
