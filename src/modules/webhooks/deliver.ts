import type { DeliveryAttempt } from '#src/db/schema/webhooks.ts'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { presentEvent } from '#src/platform/events/event-message.ts'
import { OutboundError } from '#src/platform/outbound/outbound-error.ts'
import type { TaskContext, TaskOutcome } from '#src/platform/tasks/tasks.ts'
import {
  changeDelivery,
  type DeliveryChange,
  findParcel,
  isUnsettled,
  type Parcel,
} from './deliveries.repo.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { endpointSecrets } from './endpoint-secrets.ts'
import { lockEndpoint } from './endpoints.repo.ts'
import { retryAt } from './retry-schedule.ts'
import { signatureHeaders } from './sign.ts'

/**
 * Makes one attempt at a delivery. A process that dies between the sending and its record sends again: receivers get
 * an event at least once, and always under the same `webhook-id`.
 */
export async function deliver(ctx: TaskContext, deliveryId: string): Promise<TaskOutcome> {
  const parcel = await readTenantOnce(ctx, (tx) => findParcel(tx, deliveryId))
  if (!parcel || !isUnsettled(parcel)) return
  if (parcel.endpointDeletedAt || parcel.endpointStatus !== 'active') return hold(ctx, parcel)
  if (parcel.nextRetryAt && parcel.nextRetryAt > ctx.clock.now()) return { retryAt: parcel.nextRetryAt }
  return record(ctx, parcel, await send(ctx, parcel))
}

/** The lock decides against `enable`: either this finds the endpoint active, or that finds the delivery paused. */
function hold(ctx: TaskContext, parcel: Parcel): Promise<TaskOutcome> {
  return withTenant(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, parcel.endpointId)
    if (endpoint?.status === 'active') return { retryAt: tx.now }
    await changeDelivery(tx, parcel, { state: endpoint ? 'paused' : 'failed', nextRetryAt: null })
  })
}

const TIMEOUT_MS = 10_000
const MAX_RESPONSE_BYTES = 64 * 1024

async function send(ctx: TaskContext, parcel: Parcel): Promise<DeliveryAttempt> {
  const at = ctx.clock.now()
  const body = JSON.stringify(presentEvent({ ...parcel, id: parcel.eventId }))
  const secrets = endpointSecrets(ctx.app.envelope, ctx.tenantId, parcel.endpointId)
  const headers = {
    ...secrets.openHeaders(parcel.headersSealed),
    ...signatureHeaders(secrets.openSecret(parcel.secretSealed), { id: parcel.eventId, at, body }),
    'content-type': 'application/json',
    'user-agent': 'Shortlist-Webhooks/1',
  }
  const limits = { timeoutMs: TIMEOUT_MS, maxResponseBytes: MAX_RESPONSE_BYTES }
  const startedAt = performance.now()
  const attempt = (outcome: Pick<DeliveryAttempt, 'status' | 'error' | 'response'>): DeliveryAttempt => ({
    at: at.toISOString(),
    duration_ms: Math.round(performance.now() - startedAt),
    ...outcome,
  })
  try {
    const answer = await ctx.app.outbound.post(parcel.url, { headers, body, ...limits })
    return attempt({
      status: answer.status,
      error: null,
      response: excerptOf(answer.body, Object.values(headers)),
    })
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return attempt({ status: null, error: error.reason, response: null })
  }
}

/**
 * What a tenant is shown of an answer: its first KiB, without what a terminal or a database would stumble over, and
 * without the headers it was sent, which some receivers repeat and which are secrets.
 */
const excerptOf = (body: string, sent: string[]): string =>
  Buffer.from(
    sent.filter((value) => value.length >= 4).reduce((text, value) => text.replaceAll(value, '[…]'), body),
  )
    .subarray(0, 1024)
    .toString()
    .replace(/\p{Cc}/gu, '')

function record(ctx: TaskContext, parcel: Parcel, attempt: DeliveryAttempt): Promise<TaskOutcome> {
  return withTenant(ctx, async (tx) => {
    if (attempt.status === 410) await disableGone(ctx, tx, parcel)
    const verdict = judge(parcel, attempt, tx.now)
    const recorded = await changeDelivery(tx, parcel, {
      ...verdict,
      attempts: [...parcel.attempts, attempt],
      attemptCount: parcel.attemptCount + 1,
    })
    // Another run of the same task has decided: look at what it left, lest the task ends before its retry.
    if (!recorded) return { retryAt: tx.now }
    if (verdict.nextRetryAt) return { retryAt: verdict.nextRetryAt }
  })
}

async function disableGone(ctx: TaskContext, tx: TenantTx, { endpointId, url }: Parcel): Promise<void> {
  const endpoint = await lockEndpoint(tx, endpointId)
  if (endpoint?.status !== 'active' || endpoint.url !== url) return
  disableEndpoint(tx, ctx, endpoint, { status: 'disabled_auto', reason: 'gone' })
}

function judge(
  { id, attemptCount, maxAttempts }: Parcel,
  { status }: DeliveryAttempt,
  now: Date,
): Required<Pick<DeliveryChange, 'state' | 'nextRetryAt' | 'deliveredAt'>> {
  const failures = attemptCount + 1
  if (status !== null && status >= 200 && status < 300)
    return { state: 'delivered', nextRetryAt: null, deliveredAt: now }
  if (status === 410 || failures >= maxAttempts)
    return { state: 'failed', nextRetryAt: null, deliveredAt: null }
  return { state: 'retrying', nextRetryAt: retryAt(id, failures, now), deliveredAt: null }
}

/** For a delivery whose task failed for reasons of our own: it ends rather than waiting for ever. */
export async function giveUp(ctx: TaskContext, deliveryId: string): Promise<void> {
  const parcel = await readTenantOnce(ctx, (tx) => findParcel(tx, deliveryId))
  if (!parcel || !isUnsettled(parcel)) return
  await withTenant(ctx, (tx) => changeDelivery(tx, parcel, { state: 'failed', nextRetryAt: null }))
}
