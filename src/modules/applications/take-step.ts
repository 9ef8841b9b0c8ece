import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { ActingContext } from '#src/http/context.ts'
import { authErrors } from '#src/http/errors.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError, type ErrorKind } from '#src/lib/errors.ts'
import { emit } from '#src/platform/events/events.ts'
import { applicationErrors } from './applications.errors.ts'
import {
  applicationHired,
  applicationRejected,
  applicationStageChanged,
  applicationTransferred,
  applicationUnhired,
  applicationUnrejected,
  applicationWithdrawn,
} from './applications.events.ts'
import { type Application, presentStanding } from './applications.present.ts'
import * as repo from './applications.repo.ts'
import { found, personOf } from './applications.service.ts'
import {
  type ApplicationAction,
  openStages,
  refusalOf,
  surveyActions,
  targetOf,
} from './applications.states.ts'
import { type Hold, keepSurroundings } from './pairing.repo.ts'
import { recordSteps, stageOf, stepPayloadOf } from './record-steps.ts'

const EVENTS = {
  advance: applicationStageChanged,
  move: applicationStageChanged,
  reject: applicationRejected,
  unreject: applicationUnrejected,
  withdraw: applicationWithdrawn,
  hire: applicationHired,
  unhire: applicationUnhired,
  transfer: applicationTransferred,
}

/** What a client asks of an application. */
export interface Asked<A extends ApplicationAction = ApplicationAction> {
  id: string
  action: A
  ifMatch: number | undefined
  /** The stage the client saw it in. */
  seenStageId?: string | undefined
  /** The job it shall be to. */
  jobId?: string
}

/** What the step makes of the application, beside its status. */
export interface Outcome {
  stage?: ReturnType<typeof stageOf> | undefined
  columns?: Partial<
    Pick<repo.StandingRow, 'jobId' | 'pipeline' | 'statusNote' | 'rejectionReasonId' | 'hiredAt'>
  >
  /** Kept in the history. */
  reason?: string | null | undefined
}

/**
 * Takes an application a step further, together with its history and its event. Of two that start from the same
 * state, the second is refused. @throws AppError 409 with what would be allowed instead, 403, 404, 412, 422
 */
export function takeStep(
  ctx: ActingContext,
  asked: Asked<keyof typeof EVENTS>,
  decide: (tx: TenantTx, row: repo.StandingRow) => Outcome | Promise<Outcome>,
): Promise<Application> {
  const { id, action } = asked
  return withTenant(ctx, async (tx) => {
    const before = await lockAllowed(tx, ctx, asked)
    const { stage = stageOf(before), columns, reason } = await decide(tx, before)
    // Whoever waited for the lock may have begun before the step it follows: time does not run back for that.
    const at = new Date(Math.max(tx.now.getTime(), before.stageEnteredAt.getTime()))
    const change = {
      ...columns,
      stageId: stage.id,
      stageType: stage.type,
      status: targetOf(action, before.status),
      stageEnteredAt: at,
      version: before.version + 1,
      updatedAt: at,
    }
    const after: repo.StandingRow = { ...before, ...change, stageName: stage.name, twinId: null }
    repo.updateApplication(tx, id, change)
    recordSteps(tx, ctx.actor, [{ action, before, after, reason: reason ?? null }])
    // Each event takes of this what it tells.
    const payload = {
      ...stepPayloadOf(before, after),
      rejection_reason_id: after.rejectionReasonId,
      reason: null,
      hired_at: (after.hiredAt ?? at).toISOString(),
      from_job_id: before.jobId,
    }
    emit(tx, ctx, EVENTS[action], id, payload)
    return presentStanding(after, ctx.principal)
  })
}

/** Those that make an application live where there may be another: nobody else applies in that name meanwhile. */
const HOLDS: Partial<Record<ApplicationAction, Hold>> = {
  unreject: 'no key update',
  transfer: 'no key update',
}

/** An application of which everything that was asked stays true until the transaction ends. */
export async function lockAllowed(
  tx: TenantTx,
  ctx: ActingContext,
  { id, action, ifMatch, seenStageId, jobId }: Asked,
): Promise<repo.StandingRow> {
  const kept = await keepSurroundings(tx, id, HOLDS[action] ?? 'share', jobId ?? null)
  const row = found(await repo.lockApplication(tx, id, personOf(ctx)))
  assertVersion(ifMatch, row.version)
  if (seenStageId !== undefined && !row.pipeline.stages.some((stage) => stage.id === seenStageId))
    throw unknown(applicationErrors.unknown_stage, '/from_stage_id')
  // Transferred between the two statements above, it would stand in a job that was not kept.
  if ((seenStageId ?? row.stageId) !== row.stageId || !kept.includes(row.jobId))
    throw new AppError(applicationErrors.stage_moved, { members: { current_stage: stageOf(row) } })
  assertAllowed(ctx, row, action)
  return row
}

function assertAllowed(ctx: ActingContext, row: repo.StandingRow, action: ApplicationAction): void {
  const refusal = refusalOf(action, ctx.principal, row)
  if (!refusal) return
  if (refusal.isForbidden)
    throw new AppError(authErrors.forbidden_action, {
      members: { reasons: surveyActions(ctx.principal, row).reasons },
    })
  if (action === 'unreject' && row.status === 'rejected')
    throw new AppError(applicationErrors.duplicate, {
      detail: refusal.reason,
      members: { existing_id: row.twinId },
    })
  throw refusedStep(ctx, row, action, refusal.reason)
}

/** The answer to a step that the application does not allow. */
export function refusedStep(
  ctx: ActingContext,
  row: repo.StandingRow,
  action: ApplicationAction,
  reason: string,
): AppError {
  const { allowed, reasons } = surveyActions(ctx.principal, row)
  const stages = allowed.includes('move') ? openStages(row).map(({ stage }) => stage.id) : []
  return new AppError(applicationErrors.invalid_transition, {
    detail: `${action}: ${reason}.`,
    members: {
      current_state: row.status,
      attempted: action,
      allowed,
      reasons: { ...reasons, [action]: reason },
      allowed_stage_ids: stages,
    },
  })
}

export const unknown = (kind: ErrorKind, pointer: string) =>
  new AppError(kind, { errors: [{ pointer, code: 'unknown', message: 'names nothing that you can see' }] })
