import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { newId } from '#src/lib/ids.ts'
import { insertOperation, presentOperation } from '#src/modules/operations/index.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import { lockEndpoint } from './endpoints.repo.ts'
import { type Replay, replayTask } from './replay.tasks.ts'
import { webhookErrors } from './webhooks.errors.ts'
import type { ReplayRequest } from './webhooks.schemas.ts'
import { found } from './webhooks.service.ts'
import { assertAllowed } from './webhooks.states.ts'

/** Delivers the events of a time again. @throws AppError 409 while disabled, 422 for a time that is not kept */
export function replay(ctx: RequestContext, id: string, request: ReplayRequest) {
  return withTenant(ctx, async (tx) => {
    const endpoint = found(await lockEndpoint(tx, id))
    assertAllowed(endpoint.status, 'replay')
    return { operation: presentOperation(startReplay(ctx, tx, id, whatOf(request))) }
  })
}

const whatOf = ({ since, until, only_failed, events }: ReplayRequest) => ({
  since: new Date(since),
  until: until === undefined ? undefined : new Date(until),
  which: only_failed ? ('failed' as const) : ('all' as const),
  events: events ?? null,
})

interface ReplayedTime extends Pick<Replay, 'which' | 'events'> {
  since: Date
  until?: Date | undefined
}

const MAX_DAYS = 30
const MAX_AGE_MS = MAX_DAYS * 24 * 60 * 60_000

/** @throws AppError 422 */
export function startReplay(
  ctx: RequestContext,
  tx: TenantTx,
  endpointId: string,
  { since, until = tx.now, which, events }: ReplayedTime,
) {
  if (since.getTime() < tx.now.getTime() - MAX_AGE_MS) throw invalidTime('/since', 'too_old')
  if (since >= until || since >= tx.now) throw invalidTime('/since', 'not_before_until')
  const operation = insertOperation(tx, {
    id: newId(),
    kind: 'webhook_endpoint.replay',
    createdBy: ctx.principal.userId,
  })
  enqueue(tx, ctx, replayTask, {
    endpoint_id: endpointId,
    operation_id: operation.id,
    started_at: tx.now.toISOString(),
    since: since.toISOString(),
    until: until.toISOString(),
    which,
    events,
  })
  return operation
}

const MESSAGES = {
  too_old: `events are kept for ${MAX_DAYS} days`,
  not_before_until: 'must be before `until`, and past',
}

const invalidTime = (pointer: string, code: keyof typeof MESSAGES) =>
  new AppError(webhookErrors.invalid_time, { errors: [{ pointer, code, message: MESSAGES[code] }] })
