import { withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { insertOperation } from '#src/modules/operations/index.ts'
import { emit } from '#src/platform/events/events.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { lockWithCandidate } from './lock-with-candidate.ts'
import { presentAccepted, queuedParse } from './new-resume.ts'
import { findInheritance, findUnfinishedParse } from './parse-history.repo.ts'
import { parseTask } from './parse-task.ts'
import { insertParses } from './resume-parses.repo.ts'
import { resumeParseErrors } from './resumes.errors.ts'
import { resumeUpdated } from './resumes.events.ts'
import { updateResume } from './resumes.repo.ts'

/** Has a resume read anew; what was read before stays. @throws AppError 404, 409 while it is being read */
export const parseAgain = (ctx: RequestContext, id: string) =>
  withTenant(ctx, async (tx) => {
    const resume = await lockWithCandidate(ctx, tx, id)
    if (await findUnfinishedParse(tx, id)) throw new AppError(resumeParseErrors.in_progress)
    const inherited = await findInheritance(tx, id)
    const operation = insertOperation(tx, {
      id: newId(),
      kind: 'resume.parse',
      total: 1,
      createdBy: ctx.principal.userId,
    })
    const parse = {
      ...queuedParse(tx, resume, operation.id),
      applicationId: inherited?.applicationId ?? null,
    }
    insertParses(tx, [{ ...parse, edits: inherited?.edits ?? null }])
    updateResume(tx, id, {})
    const { candidateId, isPrimary } = resume
    const version = resume.version + 1
    emit(tx, ctx, resumeUpdated, id, {
      candidate_id: candidateId,
      is_primary: isPrimary,
      changed: ['latest_parse'],
      version,
    })
    enqueue(tx, ctx, parseTask, { parse_id: parse.id })
    return presentAccepted(ctx, { resume: { ...resume, version, updatedAt: tx.now }, parse, operation })
  })
