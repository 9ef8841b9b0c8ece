import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { assertVersion } from '#src/http/input.ts'
import { AppError } from '#src/lib/errors.ts'
import { emit } from '#src/platform/events/events.ts'
import { jobErrors } from './jobs.errors.ts'
import { jobCancelled, jobClosed, jobOpened, jobPaused, jobReopened } from './jobs.events.ts'
import { type Job, presentJob } from './jobs.present.ts'
import * as repo from './jobs.repo.ts'
import { visibleJob } from './jobs.service.ts'
import { allowedActions, type JobAction, refusals, targetOf } from './jobs.states.ts'

export interface Move {
  reason?: string | null | undefined
  application_disposition?: 'keep' | 'reject' | null | undefined
}

/** Takes a job to another state. @throws AppError 409 with what would be allowed instead */
export function moveJob(
  ctx: RequestContext,
  id: string,
  action: JobAction,
  move: Move,
  ifMatch: number | undefined,
): Promise<Job> {
  return withTenant(ctx, async (tx) => {
    const job = visibleJob(ctx, await repo.lockJob(tx, id))
    assertVersion(ifMatch, job.version)
    assertAllowed(job, action)
    const disposition = move.application_disposition ?? null
    if (action === 'close' && !disposition) await assertNoActiveApplications(tx, id)
    const to = targetOf(action)
    const reason = move.reason ?? null
    const saved: repo.JobRow = {
      ...job,
      status: to,
      statusReason: reason,
      openedAt: to === 'open' ? (job.openedAt ?? tx.now) : job.openedAt,
      closedAt: to === 'closed' || to === 'cancelled' ? tx.now : null,
      version: job.version + 1,
      updatedAt: tx.now,
    }
    repo.updateJob(tx, id, saved)
    repo.insertHistory(tx, id, {
      action,
      fromStatus: job.status,
      toStatus: to,
      changes: {},
      reason,
      actor: ctx.actor,
    })
    const payload = { ...saved, from_status: job.status, reason }
    if (action === 'close') emit(tx, ctx, jobClosed, id, { ...payload, application_disposition: disposition })
    else emit(tx, ctx, EVENTS[action], id, payload)
    return presentJob(saved)
  })
}

const EVENTS = { open: jobOpened, pause: jobPaused, reopen: jobReopened, cancel: jobCancelled }

function assertAllowed(job: repo.JobRow, action: JobAction): void {
  const allowed = allowedActions(job.status)
  if (allowed.includes(action)) return
  throw new AppError(jobErrors.invalid_transition, {
    detail: `A job that is ${job.status} does not allow ${action}.`,
    members: { current_state: job.status, attempted: action, allowed, reasons: refusals(job.status) },
  })
}

async function assertNoActiveApplications(tx: TenantTx, id: string): Promise<void> {
  const counts = await repo.countApplications(tx, [id])
  const active = counts.find((entry) => entry.status === 'active')?.applications ?? 0
  if (active === 0) return
  throw new AppError(jobErrors.active_applications, {
    members: { active_applications: active },
    errors: [{ pointer: '/application_disposition', code: 'required', message: 'keep or reject' }],
  })
}
