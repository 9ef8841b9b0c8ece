import type { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { emit } from '#src/platform/events/events.ts'
import { presentEvaluation, toldOf } from './evaluations.present.ts'
import * as repo from './evaluations.repo.ts'
import type { evaluationSchema, overrideBody } from './evaluations.schemas.ts'
import { evaluationErrors } from './screening.errors.ts'
import { evaluationOverridden } from './screening.events.ts'
import { personOf } from './sessions.service.ts'

type Evaluation = z.input<typeof evaluationSchema>

export function listEvaluations(ctx: RequestContext, request: ListRequest) {
  const person = personOf(ctx)
  const conditions: Record<string, Record<string, unknown>> = person === undefined
    ? {}
    : { named: { person } }
  return readTenantOnce(ctx, async (tx) =>
    pageOf(await repo.listEvaluations(tx, request, conditions), presentEvaluation),
  )
}

export const readEvaluation = (ctx: RequestContext, id: string): Promise<Evaluation> =>
  readTenantOnce(ctx, async (tx) =>
    presentEvaluation(found(await repo.findEvaluation(tx, id, personOf(ctx)))),
  )

/** Puts a person's score in its place, as a revision that follows it. What was there stays. @throws AppError 409 */
export function overrideEvaluation(
  ctx: RequestContext,
  id: string,
  { score, reason }: z.output<typeof overrideBody>,
): Promise<Evaluation> {
  return withTenant(ctx, async (tx) => {
    const before = found(await repo.findEvaluation(tx, id, personOf(ctx)))
    if ((await repo.latestRevision(tx, before.subjectId)) !== before.revision)
      throw new AppError(evaluationErrors.superseded)
    const row: repo.EvaluationRow = {
      ...before,
      id: newId(),
      revision: before.revision + 1,
      method: 'human',
      score: Math.round(score * 100),
      needsHuman: false,
      reason,
      decidedBy: ctx.principal.userId,
      createdAt: tx.now,
    }
    // Two at once: the constraint lets one of them through.
    repo.insertEvaluation(tx, row)
    emit(tx, ctx, evaluationOverridden, row.id, toldOf(row))
    return presentEvaluation(row)
  })
}

function found(row: repo.EvaluationRow | undefined): repo.EvaluationRow {
  if (!row) throw new AppError(evaluationErrors.not_found)
  return row
}
