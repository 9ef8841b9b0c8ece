import { afterEach, describe, expect, test, vi } from 'vitest'
import { tasks } from '#src/modules/registry.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { testApi } from '#test/support/api.ts'
import { deliveriesOf, fanOut, makeJob, openTasks, subscribed } from './subscribed.ts'

const api = await testApi()
const { outbound } = api.context

afterEach(() => {
  vi.restoreAllMocks()
})

describe('at least once', () => {
  test('a process that ends after sending and before the record sends again under the same id', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const post = outbound.post.bind(outbound)
    const stop = new AbortController()
    vi.spyOn(outbound, 'post').mockImplementationOnce(async (url, request) => {
      await post(url, request)
      stop.abort()
      return new Promise<never>(() => {})
    })
    await makeJob(tenant)
    await fanOut(api, tenant)
    const [task] = await openTasks(api, tenant)
    const ref = { tenantId: tenant.id, taskId: task?.id ?? '' }
    expect(await runTask(api.context, tasks, ref, stop.signal)).toBe('postponed')
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([{ state: 'pending', attempts: [] }])
    api.clock.advance(60)
    await tenant.drain()
    const ids = hook.received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([{ state: 'delivered', attempts: [{}] }])
  })

  test('while an endpoint is being sent to, a second run of its task leaves it alone', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    hook.answers(500)
    const post = outbound.post.bind(outbound)
    vi.spyOn(outbound, 'post').mockImplementationOnce(async (url, request) => {
      const [task] = await openTasks(api, tenant)
      await runTask(api.context, tasks, { tenantId: tenant.id, taskId: task?.id ?? '' })
      return post(url, request)
    })
    await makeJob(tenant)
    await tenant.drain()
    expect(hook.received).toHaveLength(1)
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'retrying', attempts: [{ status: 500 }] },
    ])
    hook.answers(200)
    api.clock.advance(60)
    await tenant.drain()
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([{ state: 'delivered' }])
    expect(await openTasks(api, tenant)).toEqual([])
  })

  test('an outcome that another sender has recorded meanwhile stays as it is', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    hook.answers(500)
    const post = outbound.post.bind(outbound)
    vi.spyOn(outbound, 'post').mockImplementationOnce(async (url, request) => {
      await api.sql(
        `insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, event_type, cause_id, state, attempts,
           attempt_count, delivered_at, created_at, updated_at)
         select tenant_id, id, endpoint_id, event_id, event_type, event_id, 'delivered',
           '[{"at": "2026-01-01T00:00:00.000Z", "status": 200, "error": null, "duration_ms": 1, "response": ""}]',
           1, $2, created_at, $2
         from webhook_delivery_log where endpoint_id = $1`,
        [endpoint.id, api.clock.now()],
      )
      return post(url, request)
    })
    await makeJob(tenant)
    await tenant.drain()
    expect(hook.received).toHaveLength(1)
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'delivered', attempts: [{ status: 200 }] },
    ])
    expect(await openTasks(api, tenant)).toEqual([])
  })

  test('an event that is handed out twice is delivered once', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJob(tenant)
    await tenant.drain()
    await api.sql(
      `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
       select tenant_id, gen_random_uuid(), 'webhooks.fan_out', jsonb_build_object('first', sequence, 'last', sequence), $2,
         request_id, $2
       from events where tenant_id = $1`,
      [tenant.id, api.clock.now()],
    )
    await tenant.drain()
    expect(hook.received).toHaveLength(1)
    expect(await deliveriesOf(tenant, endpoint)).toHaveLength(1)
    expect(await openTasks(api, tenant, 'webhooks.fan_out')).toEqual([])
  })
})
