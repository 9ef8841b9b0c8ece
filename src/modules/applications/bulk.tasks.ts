import { z } from 'zod'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import type { ActingContext } from '#src/http/context.ts'
import { authErrors, serverErrors } from '#src/http/errors.ts'
import { actingAs } from '#src/http/principal.ts'
import { toAppError } from '#src/http/problem.ts'
import { AppError } from '#src/lib/errors.ts'
import { askerSchema, currentPrincipal } from '#src/modules/auth/index.ts'
import { listPendingItems, settleItem } from '#src/modules/operations/index.ts'
import { defineTask, exponentialBackoff, type TaskContext } from '#src/platform/tasks/tasks.ts'
import { BULK_ITEMS, bulkStepSchema } from './bulk.schemas.ts'
import { AlreadySettled, reachOfStep, takeBulkStep } from './bulk-step.ts'

const payloadSchema = z.object({ operation_id: z.uuid(), step: bulkStepSchema, asker: askerSchema })
type Payload = z.output<typeof payloadSchema>

/** Few enough for a fraction of the time-out, and for permissions that were taken away to count soon. */
const CHUNK = 50

/**
 * Takes the next items of a bulk operation, and comes back while there are more. Each item is settled together with
 * what is done for it, so it may run twice, also at the same time.
 */
export const bulkTask = defineTask({
  name: 'applications.bulk',
  queue: 'default',
  payload: payloadSchema,
  attempts: 10,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 60_000,
  handler: async (ctx, payload) => {
    const items = await readTenantOnce(ctx, (tx) => listPendingItems(tx, payload.operation_id, CHUNK))
    const acting = await actingContext(ctx, payload)
    for (const { id, label } of items) {
      ctx.signal.throwIfAborted()
      await takeItem(ctx, acting, { id, applicationId: label }, payload.step)
    }
    return items.length === CHUNK ? { retryAt: ctx.clock.now() } : undefined
  },
  onDead: (ctx, { operation_id }) =>
    withTenant(ctx, async (tx) => {
      for (const { id } of await listPendingItems(tx, operation_id, BULK_ITEMS))
        settleItem(tx, id, { error: told(new AppError(serverErrors.unavailable)) })
    }),
})

/** In the name of whoever asked, with the permissions they have by now; undefined where they may no longer do it. */
async function actingContext(
  ctx: TaskContext,
  { operation_id: bulkId, step, asker }: Payload,
): Promise<ActingContext | undefined> {
  const principal = await currentPrincipal(ctx, asker)
  const reach = principal && reachOfStep(principal, step.action)
  if (!reach) return undefined
  const { app, db, clock, requestId } = ctx
  return { app, db, clock, requestId, ...actingAs(principal), reach, bulkId }
}

/** @throws what has the task tried again: that a part we depend on is away, and nothing about the item itself */
async function takeItem(
  ctx: TaskContext,
  acting: ActingContext | undefined,
  item: Parameters<typeof takeBulkStep>[1],
  step: Payload['step'],
): Promise<void> {
  try {
    if (!acting) throw new AppError(authErrors.forbidden_action)
    await takeBulkStep(acting, item, step)
  } catch (error) {
    if (error instanceof AlreadySettled) return
    const refusal = toAppError(error, new Map())
    if (refusal.kind === serverErrors.unavailable) throw error
    if (refusal.kind === serverErrors.internal)
      ctx.app.log.error({ err: error, item: item.id }, 'an item of a bulk operation failed')
    await withTenant(ctx, async (tx) => settleItem(tx, item.id, { error: told(refusal) }))
  }
}

const told = ({ kind, details }: AppError) => ({ code: kind.code, detail: details.detail ?? kind.title })
