import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { indexResumeText } from '#src/modules/candidates/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { changePrimary, successorOf } from './change-primary.ts'
import { lockWithCandidate } from './lock-with-candidate.ts'
import { findUnfinishedParse } from './parse-history.repo.ts'
import { findLatestParse, isFinished, lockParse } from './resume-parses.repo.ts'
import { resumeErrors } from './resumes.errors.ts'
import { resumeDeleted } from './resumes.events.ts'
import { presentResume } from './resumes.present.ts'
import * as repo from './resumes.repo.ts'
import { failParse } from './settle-parse.ts'
import { sightOf } from './sight.ts'

/** Has a resume stand for its candidate in the place of another. @throws AppError 404, 409, 412 */
export const setPrimaryResume = (ctx: RequestContext, id: string, ifMatch: number | undefined) =>
  withTenant(ctx, async (tx) => {
    const resume = await lockWithCandidate(ctx, tx, id)
    assertVersion(ifMatch, resume.version)
    if (!resume.candidateId || !(await repo.isRead(tx, id))) throw new AppError(resumeErrors.not_read)
    const before = await repo.findPrimaryResume(tx, resume.candidateId)
    if (before && before.id !== id) changePrimary(tx, ctx, before, false)
    const saved = resume.isPrimary ? resume : changePrimary(tx, ctx, resume, true)
    indexResumeText(tx, resume.candidateId)
    return presentResume(saved, await findLatestParse(tx, id, sightOf(ctx)))
  })

/** Hides a resume. The newest other one that was read takes its place; applications made with it keep naming it. */
export async function deleteResume(
  ctx: RequestContext,
  id: string,
  ifMatch: number | undefined,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const unfinished = await findUnfinishedParse(tx, id)
    const parse = unfinished ? await lockParse(tx, unfinished) : undefined
    const resume = await lockWithCandidate(ctx, tx, id)
    assertVersion(ifMatch, resume.version)
    if (parse && !isFinished(parse)) await failParse(tx, ctx, parse, ['resume.deleted'])
    repo.updateResume(tx, id, { isPrimary: false, deletedAt: tx.now })
    const { candidateId: candidate_id, isPrimary: is_primary } = resume
    emit(tx, ctx, resumeDeleted, id, { candidate_id, is_primary, version: resume.version + 1 })
    const successor = is_primary && (await successorOf(tx, resume))
    if (successor) changePrimary(tx, ctx, successor, true)
    if (candidate_id) indexResumeText(tx, candidate_id)
  })
}
