import type { DeliveryAttempt } from '#src/db/schema/webhooks.ts'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { lockEndpoint, updateEndpoint } from './endpoints.repo.ts'
import { failsTooLong, healthAfter } from './health.ts'
import { retryAt } from './retry-schedule.ts'
import { type Health, type LeasedEndpoint, type Parcel, saveVerdicts, type Verdict } from './sending.repo.ts'

export interface Sent {
  parcel: Parcel
  attempt: DeliveryAttempt
}

/**
 * Writes down what became of attempts, and what that says of the endpoint. Resolves to the endpoint's health, or to
 * undefined when this has disabled it.
 */
export function record(
  ctx: TaskContext,
  endpoint: LeasedEndpoint,
  sent: Sent[],
): Promise<Health | undefined> {
  return withTenant(ctx, async (tx) => {
    saveVerdicts(
      tx,
      endpoint.id,
      sent.map((one) => judge(one, endpoint.maxAttempts, tx.now)),
    )
    const outcomes = sent.map(({ attempt }) => isDelivered(attempt))
    const health = healthAfter(endpoint, outcomes, tx.now)
    if (health) updateEndpoint(tx, endpoint.id, health)
    const reason = reasonToDisable(ctx, sent, health, tx.now)
    if (reason && (await disable(ctx, tx, endpoint, reason))) return undefined
    return health ?? endpoint
  })
}

function reasonToDisable(
  { app }: TaskContext,
  sent: Sent[],
  health: Health | undefined,
  now: Date,
): 'gone' | 'failing' | undefined {
  if (sent.some(({ attempt }) => attempt.status === 410)) return 'gone'
  if (health && failsTooLong(health, app.config.webhookFailingDays, now)) return 'failing'
}

/** Unless it is another endpoint by now, for all that matters. */
async function disable(
  ctx: TaskContext,
  tx: TenantTx,
  { id, url }: LeasedEndpoint,
  reason: string,
): Promise<boolean> {
  const endpoint = await lockEndpoint(tx, id)
  if (endpoint?.status !== 'active' || endpoint.url !== url) return false
  disableEndpoint(tx, ctx, endpoint, { status: 'disabled_auto', reason })
  return true
}

const isDelivered = ({ status }: DeliveryAttempt) => status !== null && status >= 200 && status < 300

function judge({ parcel, attempt }: Sent, maxAttempts: number, now: Date): Verdict {
  const failures = parcel.attemptCount + 1
  const verdict = { parcel, attempt, dueAt: null, deliveredAt: null }
  if (isDelivered(attempt)) return { ...verdict, state: 'delivered', deliveredAt: now }
  if (attempt.status === 410 || failures >= maxAttempts) return { ...verdict, state: 'failed' }
  return { ...verdict, state: 'retrying', dueAt: retryAt(parcel.id, failures, now) }
}
