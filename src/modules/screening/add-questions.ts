import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { type EmitContext, emit } from '#src/platform/events/events.ts'
import { findQuestions, insertQuestions } from './questions.repo.ts'
import { MAX_QUESTIONS } from './questions.schemas.ts'
import { questionsReplaced } from './screening.events.ts'
import { withIds } from './templates.service.ts'

/**
 * Has a locked job ask these in screenings as well, in free text that a person judges, after what it asks already; what
 * it asks in these words is not asked twice. False, with nothing changed, where they would be too many.
 */
export async function addQuestions(
  tx: TenantTx,
  ctx: EmitContext,
  jobId: string,
  texts: readonly string[],
): Promise<boolean> {
  const before = await findQuestions(tx, jobId)
  const asked = before?.questions ?? []
  const added = [...new Set(texts)].filter((text) => !asked.some((question) => question.text === text))
  if (added.length === 0) return true
  if (asked.length + added.length > MAX_QUESTIONS) return false
  const further = added.map((text) => ({ kind: 'free_text' as const, text, required: true, criteria: [] }))
  const row = {
    id: newId(),
    jobId,
    version: (before?.version ?? 0) + 1,
    templateId: before?.templateId ?? null,
    templateVersion: before?.templateVersion ?? null,
    questions: [...asked, ...withIds(further)],
    createdBy: tx.actorId,
    createdAt: tx.now,
  }
  insertQuestions(tx, row)
  emit(tx, ctx, questionsReplaced, row.id, {
    job_id: jobId,
    version: row.version,
    template_id: row.templateId,
  })
  return true
}
