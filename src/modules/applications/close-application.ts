import type { z } from 'zod'
import type { REJECTION_TYPES } from '#src/db/schema/hiring.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ActingContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { findReason } from '#src/modules/rejection-reasons/index.ts'
import { emit } from '#src/platform/events/events.ts'
import type { hireBody, rejectBody, undoBody, withdrawBody } from './application-actions.schemas.ts'
import { applicationErrors } from './applications.errors.ts'
import { applicationDeleted } from './applications.events.ts'
import { updateApplication } from './applications.repo.ts'
import { hiredStage, stageBeforeHire } from './applications.states.ts'
import { payloadOf } from './record-steps.ts'
import { closeEntries, lastActiveStageId } from './stage-history.repo.ts'
import { lockAllowed, takeStep, unknown } from './take-step.ts'

type Version = number | undefined

export const rejectApplication = (
  ctx: ActingContext,
  id: string,
  { reason_id, note = null }: z.output<typeof rejectBody>,
  ifMatch: Version,
) =>
  takeStep(ctx, { id, action: 'reject', ifMatch }, async (tx) => {
    const rejectionReasonId = await reasonFor(tx, reason_id, 'rejected_by_company')
    return { reason: note, columns: { statusNote: note, rejectionReasonId } }
  })

/** On the candidate's behalf. */
export const withdrawApplication = (
  ctx: ActingContext,
  id: string,
  { reason_id, reason = null }: z.output<typeof withdrawBody>,
  ifMatch: Version,
) =>
  takeStep(ctx, { id, action: 'withdraw', ifMatch }, async (tx) => {
    const rejectionReasonId = await reasonFor(tx, reason_id, 'candidate_withdrew')
    return { reason, columns: { statusNote: reason, rejectionReasonId } }
  })

/** The reason itself, where it may be given for this. @throws AppError 422 */
export async function reasonFor(
  tx: TenantTx,
  id: string | null | undefined,
  type: (typeof REJECTION_TYPES)[number],
): Promise<string | null> {
  if (!id) return null
  const reason = await findReason(tx, id)
  if (reason?.type !== type && reason?.type !== 'other')
    throw unknown(applicationErrors.unknown_reason, '/reason_id')
  return id
}

/** Back to where it was before the rejection, unless the candidate has applied anew. */
export const unrejectApplication = (
  ctx: ActingContext,
  id: string,
  { reason }: z.output<typeof undoBody>,
  ifMatch: Version,
) =>
  takeStep(ctx, { id, action: 'unreject', ifMatch }, () => ({
    reason,
    columns: { statusNote: null, rejectionReasonId: null },
  }))

export const hireApplication = (
  ctx: ActingContext,
  id: string,
  { hired_at }: z.output<typeof hireBody>,
  ifMatch: Version,
) =>
  takeStep(ctx, { id, action: 'hire', ifMatch }, (tx, row) => {
    const hiredAt = hired_at ? new Date(hired_at) : tx.now
    if (hiredAt > tx.now)
      throw new AppError(applicationErrors.hired_in_future, {
        errors: [{ pointer: '/hired_at', code: 'range', message: 'is in the future' }],
      })
    return { stage: hiredStage(row), columns: { hiredAt } }
  })

/** Back to the stage it was hired from. */
export const unhireApplication = (
  ctx: ActingContext,
  id: string,
  { reason }: z.output<typeof undoBody>,
  ifMatch: Version,
) =>
  takeStep(ctx, { id, action: 'unhire', ifMatch }, async (tx, row) => ({
    stage: stageBeforeHire(row, await lastActiveStageId(tx, id)),
    reason,
    columns: { hiredAt: null },
  }))

/** Hides the application; its history stays and ends. */
export async function deleteApplication(ctx: ActingContext, id: string, ifMatch: Version): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const row = await lockAllowed(tx, ctx, { id, action: 'delete', ifMatch })
    const version = row.version + 1
    updateApplication(tx, id, { deletedAt: tx.now, updatedAt: tx.now, version })
    closeEntries(tx, [id])
    emit(tx, ctx, applicationDeleted, id, payloadOf({ ...row, version }))
  })
}
