import type { z } from 'zod'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { findJob, lockJob, visibleJob } from '#src/modules/jobs/index.ts'
import { emit } from '#src/platform/events/events.ts'
import * as repo from './questions.repo.ts'
import type { jobQuestionsSchema, QuestionsBody } from './questions.schemas.ts'
import { templateErrors } from './screening.errors.ts'
import { questionsReplaced } from './screening.events.ts'
import { withIds } from './templates.service.ts'

type JobQuestions = z.input<typeof jobQuestionsSchema>

export const readQuestions = (ctx: RequestContext, jobId: string): Promise<JobQuestions> =>
  readTenant(ctx, async (tx) => {
    visibleJob(ctx, await findJob(tx, jobId))
    return present(jobId, await repo.findQuestions(tx, jobId))
  })

/** Screenings that were invited keep the questions they were invited with. @throws AppError 412, 422 */
export function replaceQuestions(
  ctx: RequestContext,
  jobId: string,
  body: QuestionsBody,
  ifMatch: number | undefined,
): Promise<JobQuestions> {
  return withTenant(ctx, async (tx) => {
    visibleJob(ctx, await lockJob(tx, jobId))
    const before = await repo.findQuestions(tx, jobId)
    assertVersion(ifMatch, before?.version ?? 0)
    const template = body.template_id === undefined ? undefined : await knownTemplate(tx, body.template_id)
    const row: repo.QuestionSetRow = {
      id: newId(),
      jobId,
      version: (before?.version ?? 0) + 1,
      templateId: template?.id ?? null,
      templateVersion: template?.version ?? null,
      questions: withIds(template?.questions ?? body.questions ?? []),
      createdBy: tx.actorId,
      createdAt: tx.now,
    }
    repo.insertQuestions(tx, row)
    const { version, templateId } = row
    emit(tx, ctx, questionsReplaced, row.id, { job_id: jobId, version, template_id: templateId })
    return present(jobId, row)
  })
}

async function knownTemplate(tx: TenantTx, id: string): Promise<repo.TemplateRow> {
  const template = await repo.findTemplate(tx, id)
  if (template) return template
  throw new AppError(templateErrors.unknown, {
    errors: [{ pointer: '/template_id', code: 'unknown', message: 'names no template' }],
  })
}

const present = (jobId: string, row: repo.QuestionSetRow | undefined): JobQuestions => ({
  job_id: jobId,
  questions: row?.questions ?? [],
  template_id: row?.templateId ?? null,
  template_version: row?.templateVersion ?? null,
  version: row?.version ?? 0,
  created_at: row ? isoTime(row.createdAt) : null,
})
