import { afterEach, describe, expect, test, vi } from 'vitest'
import { tasks } from '#src/modules/registry.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { pruneEvents } from '#src/workers/prune-events.repo.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { deliveriesOf, fanOut, makeJob, openTasks, PATH, subscribed } from './subscribed.ts'

const api = await testApi()
const { outbound } = api.context

afterEach(() => {
  vi.restoreAllMocks()
})

const rowsOf = ({ id }: TestTenant, table = 'webhook_deliveries') =>
  api.sql<{ state: string }>(`select * from ${table} where tenant_id = $1`, [id])

async function makeJobs(tenant: TestTenant, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await makeJob(tenant)
}

describe('deliveries that wait for their first attempt', () => {
  test('are shown as the rows they will be', async () => {
    const { tenant, endpoint } = await subscribed(api)
    await makeJobs(tenant, 3)
    await fanOut(api, tenant)
    expect(await rowsOf(tenant)).toEqual([])
    const waiting = await deliveriesOf(tenant, endpoint)
    const fields = { event_type: 'job.created', state: 'pending', attempts: [], delivered_at: null }
    expect(waiting).toMatchObject([fields, fields, fields])
    expect(await deliveriesOf(tenant, endpoint, '?filter[state]=delivered')).toEqual([])
    const first = (await tenant.admin.get(`${PATH}/${endpoint.id}/deliveries?limit=2&filter[state]=pending`))
      .body
    const cursor = `?limit=2&filter[state]=pending&cursor=${first.next_cursor}`
    expect([...first.data, ...(await deliveriesOf(tenant, endpoint, cursor))]).toEqual(waiting)
    const one = await tenant.admin.get(`/v1/webhook-deliveries/${waiting[1].id}`)
    expect(one.body).toMatchObject({ ...waiting[1], payload: { id: waiting[1].event_id } })
    expect((await tenant.admin.post(`/v1/webhook-deliveries/${waiting[1].id}/retry`)).status).toBe(409)
    await tenant.drain()
    const delivered = await deliveriesOf(tenant, endpoint)
    const identity = ({ id, event_id, created_at }: Record<string, unknown>) => ({ id, event_id, created_at })
    expect(delivered.map(identity)).toEqual(waiting.map(identity))
    expect(await rowsOf(tenant, 'webhook_bundles')).toEqual([])
  })

  test('are sent but for those that a sender that died has recorded', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJobs(tenant, 3)
    await fanOut(api, tenant)
    await api.sql(
      `insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, event_type, cause_id, state, attempts,
         attempt_count, delivered_at, created_at, updated_at)
       select tenant_id, id, endpoint_id, event_id, event_type, event_id, 'delivered', '[]', 1, $2, created_at, $2
       from webhook_delivery_log where endpoint_id = $1 order by id limit 2`,
      [endpoint.id, api.clock.now()],
    )
    expect(await deliveriesOf(tenant, endpoint)).toHaveLength(3)
    await tenant.drain()
    expect(hook.received).toHaveLength(1)
    const delivered = { state: 'delivered' }
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([delivered, delivered, delivered])
    expect(await rowsOf(tenant, 'webhook_bundles')).toEqual([])
  })

  test('are written when their first attempt fails, each with its own time for the next', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const post = outbound.post.bind(outbound)
    vi.spyOn(outbound, 'post').mockImplementationOnce((url, request) => {
      hook.answers(500)
      return post(url, request).finally(() => hook.answers(200))
    })
    await makeJobs(tenant, 2)
    await tenant.drain()
    const states = (await rowsOf(tenant)).map(({ state }) => state)
    expect(states).toContain('retrying')
    api.clock.advance(60)
    await tenant.drain()
    const delivered = { state: 'delivered' }
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([delivered, delivered])
  })

  test('are held when the endpoint is disabled before they are sent', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJobs(tenant, 2)
    await fanOut(api, tenant)
    await tenant.admin.post(`${PATH}/${endpoint.id}/disable`)
    await tenant.drain()
    const paused = { state: 'paused', attempts: [] }
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([paused, paused])
    await tenant.admin.post(`${PATH}/${endpoint.id}/enable`)
    await tenant.drain()
    expect(hook.received.map(({ body }) => body.type)).toEqual(['job.created', 'job.created'])
    const delivered = { state: 'delivered' }
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([delivered, delivered])
  })

  test('fail when the endpoint is deleted', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJobs(tenant, 2)
    await fanOut(api, tenant)
    await tenant.admin.delete(`${PATH}/${endpoint.id}`)
    expect((await rowsOf(tenant)).map(({ state }) => state)).toEqual(['failed', 'failed'])
    await tenant.drain()
    expect(hook.received).toEqual([])
    expect(await openTasks(api, tenant)).toEqual([])
  })

  test('go with their events, and leave nothing to be done', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJob(tenant)
    await fanOut(api, tenant)
    const now = () => new Date(api.clock.now().getTime() + 31 * 24 * 60 * 60_000)
    await pruneEvents({ db: api.context.db, clock: { now } }, tenant.id)
    expect(await deliveriesOf(tenant, endpoint)).toEqual([])
    await tenant.drain()
    expect(hook.received).toEqual([])
    expect(await rowsOf(tenant, 'webhook_bundles')).toEqual([])
    expect(await openTasks(api, tenant)).toEqual([])
  })

  test('get their rows at once behind twenty bundles', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJobs(tenant, 1)
    await fanOut(api, tenant)
    await api.sql(
      `insert into webhook_bundles select tenant_id, gen_random_uuid(), endpoint_id, delivery_ids, event_ids, size, created_at
       from webhook_bundles, generate_series(1, 19) where tenant_id = $1`,
      [tenant.id],
    )
    await makeJobs(tenant, 2)
    await fanOut(api, tenant)
    expect((await rowsOf(tenant)).map(({ state }) => state)).toEqual(['pending', 'pending'])
    await tenant.drain()
    const events = (await deliveriesOf(tenant, endpoint)).map(
      ({ event_id }: { event_id: string }) => event_id,
    )
    expect(new Set(events).size).toBe(3)
    expect(events).toHaveLength(3)
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
    expect(await rowsOf(tenant, 'webhook_bundles')).toEqual([])
  })

  test('are made once, however often their task runs', async () => {
    const { tenant, endpoint } = await subscribed(api)
    await makeJob(tenant)
    await tenant.relay()
    const [task] = await openTasks(api, tenant, 'webhooks.fan_out')
    const ref = { tenantId: tenant.id, taskId: task?.id ?? '' }
    await Promise.all([runTask(api.context, tasks, ref), runTask(api.context, tasks, ref)])
    expect(await rowsOf(tenant, 'webhook_bundles')).toHaveLength(1)
    expect(await deliveriesOf(tenant, endpoint)).toHaveLength(1)
  })
})
