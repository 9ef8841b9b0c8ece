import type { z } from 'zod'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { askerOf } from '#src/modules/auth/index.ts'
import { insertOperationOfItems, presentOperation } from '#src/modules/operations/index.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { applicationErrors } from './applications.errors.ts'
import { personOf } from './applications.service.ts'
import type { BulkStep, bulkBody } from './bulk.schemas.ts'
import { bulkTask } from './bulk.tasks.ts'
import { reachOfStep } from './bulk-step.ts'
import { reasonFor } from './close-application.ts'
import { isStageOfJob } from './pairing.repo.ts'
import { unknown } from './take-step.ts'

/**
 * Has one thing done to many applications, each as if it had been asked for by itself: what one refuses is its own
 * result. @throws AppError 403, 422 for what no application could take
 */
export function startBulk(ctx: RequestContext, { application_ids, ...step }: z.output<typeof bulkBody>) {
  if (!reachOfStep(ctx.principal, step.action)) throw new AppError(authErrors.forbidden_action)
  return withTenant(ctx, async (tx) => {
    await assertKnown(tx, ctx, step)
    const operation = insertOperationOfItems(
      tx,
      { id: newId(), kind: `application.bulk_${step.action}`, createdBy: ctx.principal.userId },
      application_ids.map((label) => ({ id: newId(), label })),
    )
    enqueue(tx, ctx, bulkTask, { operation_id: operation.id, step, asker: askerOf(ctx.principal) })
    return { operation: presentOperation(operation) }
  })
}

async function assertKnown(tx: TenantTx, ctx: RequestContext, step: BulkStep): Promise<void> {
  if (step.action === 'move' && step.stage_id && !(await isStageOfJob(tx, step.stage_id, personOf(ctx))))
    throw unknown(applicationErrors.unknown_stage, '/stage_id')
  if (step.action === 'reject') await reasonFor(tx, step.reason_id, 'rejected_by_company')
  if (step.action === 'withdraw') await reasonFor(tx, step.reason_id, 'candidate_withdrew')
}
