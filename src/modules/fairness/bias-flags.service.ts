import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { seesContact } from '#src/modules/candidates/index.ts'
import { findJob, visibleJob } from '#src/modules/jobs/index.ts'
import { readTextOf } from '#src/modules/resumes/index.ts'
import { jobFlags } from '#src/modules/scoring/bias-flags/job-flags.ts'
import { resumeFlags } from '#src/modules/scoring/bias-flags/resume-flags.ts'

/** Wordings of a job that put people off who could do it. @throws AppError 404 */
export async function listJobFlags(ctx: RequestContext, id: string) {
  const job = await readTenantOnce(ctx, async (tx) => visibleJob(ctx, await findJob(tx, id)))
  const flagged = (field: 'title' | 'description') => jobFlags(job[field]).map((flag) => ({ ...flag, field }))
  return { data: [...flagged('title'), ...flagged('description')] }
}

/** What of a resume can stand in for who somebody is. @throws AppError 404, 409 where nothing was read */
export async function listResumeFlags(ctx: RequestContext, id: string) {
  const { data, text } = await readTenant(ctx, (tx) => readTextOf(ctx, tx, id))
  const flags = resumeFlags(data, text)
  return { data: seesContact(ctx.principal) ? flags : flags.map((flag) => ({ ...flag, text: null })) }
}
