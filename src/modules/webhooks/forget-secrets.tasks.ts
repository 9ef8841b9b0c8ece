import { z } from 'zod'
import type { OldSecret } from '#src/db/schema/webhooks.ts'
import { withTenant } from '#src/db/tenant.ts'
import {
  defineTask,
  exponentialBackoff,
  type TaskContext,
  type TaskOutcome,
} from '#src/platform/tasks/tasks.ts'
import { lockEndpoint, readSecrets, updateEndpoint } from './endpoints.repo.ts'

/** Removes an endpoint's old secrets when their time is up. */
export const forgetSecretsTask = defineTask({
  queue: 'default',
  name: 'webhooks.forget_secrets',
  payload: z.object({ endpoint_id: z.uuid() }),
  attempts: 5,
  backoffSeconds: exponentialBackoff,
  timeoutMs: 30_000,
  key: ({ endpoint_id }) => endpoint_id,
  handler: (ctx, { endpoint_id }) => forgetSecrets(ctx, endpoint_id),
})

const forgetSecrets = (ctx: TaskContext, endpointId: string): Promise<TaskOutcome> =>
  withTenant(ctx, async (tx) => {
    if (!(await lockEndpoint(tx, endpointId))) return
    const { oldSecrets = [] } = (await readSecrets(tx, endpointId)) ?? {}
    const kept = stillValid(oldSecrets, tx.now)
    if (kept.length < oldSecrets.length) updateEndpoint(tx, endpointId, { oldSecrets: kept })
    const next = kept.map(({ until }) => Date.parse(until)).sort((a, b) => a - b)[0]
    return next === undefined ? undefined : { retryAt: new Date(next) }
  })

export const stillValid = (secrets: OldSecret[], now: Date): OldSecret[] =>
  secrets.filter(({ until }) => new Date(until) > now)
