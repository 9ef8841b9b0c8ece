import { expect } from 'vitest'
import { tasks } from '#src/modules/registry.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import type { TestApi, TestTenant } from '#test/support/api.ts'
import { receiver } from './receiver.ts'

export const PATH = '/v1/webhook-endpoints'

/** A tenant with one endpoint, for all events unless told otherwise, at a receiver of its own. */
export async function subscribed(api: TestApi, fields: object = {}) {
  const [tenant, hook] = await Promise.all([api.tenant(), receiver()])
  const endpoint = await subscribe(tenant, hook.url, fields)
  return { tenant, hook, endpoint }
}

export async function subscribe(tenant: TestTenant, url: string, fields: object = {}) {
  const { status, body } = await tenant.admin.post(PATH, { url, events: ['*'], ...fields })
  expect(status).toBe(201)
  return body as { id: string; secret: string }
}

export async function makeJob(tenant: TestTenant): Promise<string> {
  const { body } = await tenant.admin.post('/v1/jobs', { title: 'Welder', description: 'Weld.' })
  return body.id
}

export async function deliveriesOf(tenant: TestTenant, endpoint: { id: string }, query = '') {
  const { status, body } = await tenant.admin.get(`${PATH}/${endpoint.id}/deliveries${query}`)
  expect(status).toBe(200)
  return body.data
}

export const openTasks = (api: TestApi, tenant: TestTenant, name = 'webhooks.deliver') =>
  api.sql<{ id: string; run_at: Date }>(
    "select id, run_at from tasks where tenant_id = $1 and name = $2 and state = 'pending'",
    [tenant.id, name],
  )

/** Everything but the sending. */
export async function fanOut(api: TestApi, tenant: TestTenant): Promise<void> {
  await tenant.relay()
  for (const { id } of await openTasks(api, tenant, 'webhooks.fan_out'))
    await runTask(api.context, tasks, { tenantId: tenant.id, taskId: id })
}
