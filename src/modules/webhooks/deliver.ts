import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { TaskContext, TaskOutcome } from '#src/platform/tasks/tasks.ts'
import { removeSettledBundles, settleBundles } from './bundles.repo.ts'
import { failDeliveriesOf, holdWaiting } from './deliveries.repo.ts'
import { type EndpointRow, lockEndpoint } from './endpoints.repo.ts'
import { Sender } from './sender.ts'
import { nextDue } from './sending.repo.ts'

/** The shortest time between two turns of an endpoint whose next delivery is not due yet. */
const PAUSE_MS = 1000

const BATCH = 1000

/**
 * An endpoint's turn: its due deliveries are attempted until there are none, or others should have a turn. A process
 * that dies between a sending and its record sends again: receivers get an event at least once, and always under the
 * same `webhook-id`.
 */
export async function deliver(ctx: TaskContext, endpointId: string): Promise<TaskOutcome> {
  const sender = new Sender(ctx, endpointId)
  await sender.run()
  return withTenant(ctx, async (tx) => {
    sender.release(tx)
    const endpoint = await lockEndpoint(tx, endpointId)
    const soon = new Date(tx.now.getTime() + PAUSE_MS)
    if (endpoint && isLeased(endpoint, sender.id, tx.now)) return { retryAt: soon }
    if (endpoint?.status !== 'active') return hold(tx, endpointId, endpoint ? 'paused' : 'failed')
    if (!sender.foundAny) await removeSettledBundles(tx, endpointId)
    const due = await nextDue(tx, endpointId)
    return due && { retryAt: due <= tx.now ? tx.now : due < soon ? soon : due }
  })
}

async function hold(tx: TenantTx, endpointId: string, state: 'paused' | 'failed'): Promise<TaskOutcome> {
  const held = await holdWaiting(tx, endpointId, { state, limit: BATCH })
  const emptied = await settleBundles(tx, endpointId, { state, limit: BATCH })
  return held === BATCH || emptied > 0 ? { retryAt: tx.now } : undefined
}

/** Whether another sender is at it, who then also tells what it leaves. */
const isLeased = ({ sender, sendingUntil }: EndpointRow, own: string, now: Date): boolean =>
  sender !== null && sender !== own && sendingUntil !== null && sendingUntil > now

/** For an endpoint whose task failed for reasons of our own: its deliveries end rather than waiting for ever. */
export const giveUp = (ctx: TaskContext, endpointId: string): Promise<void> =>
  withTenant(ctx, async (tx) => failDeliveriesOf(tx, endpointId))
