import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { inPages } from './in-pages.ts'
import { listJobsOf } from './jobs-to-score.repo.ts'
import { jobsToScore } from './jobs-to-score.ts'
import { saveMatches } from './matches.repo.ts'
import { scoreAll } from './score-all.ts'
import { storeProfile } from './store-profile.ts'

const PAGE = 100

/** Profiles a candidate anew and scores the open jobs and those the candidate applied to: with that its task is done. */
export async function scoreCandidate(ctx: TaskContext, candidateId: string): Promise<void> {
  const profile = await storeProfile(ctx, candidateId)
  if (!profile) return
  const jobs = inPages(
    PAGE,
    (after, size) => readTenantOnce(ctx, (tx) => listJobsOf(tx, candidateId, after, size)),
    (job) => job.id,
  )
  for await (const page of jobs) {
    ctx.signal.throwIfAborted()
    const matches = await scoreAll(ctx, await jobsToScore(ctx, page), [profile])
    const isLast = page.length < PAGE
    if (matches.length > 0)
      await withTenant(ctx, async (tx) => {
        await saveMatches(tx, matches)
        if (isLast) ctx.task.finishWith(tx)
      })
  }
}
