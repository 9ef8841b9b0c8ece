import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { deliveriesOf, makeJob, PATH, subscribed } from './subscribed.ts'

const api = await testApi()

describe('GET /v1/webhook-endpoints/:id/deliveries', () => {
  test('refuses an unknown state', async () => {
    const { tenant, endpoint } = await subscribed(api)
    const { status } = await tenant.admin.get(`${PATH}/${endpoint.id}/deliveries?filter[state]=lost`)
    expect(status).toBe(400)
  })

  test('filters by state and type, and pages', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    hook.answers((response, { body }) => {
      response.writeHead(body.type === 'job.cancelled' ? 500 : 200).end()
    })
    for (let i = 0; i < 2; i++) await tenant.admin.post(`/v1/jobs/${await makeJob(tenant)}/cancel`)
    await tenant.drain()
    const count = async (query: string) => (await deliveriesOf(tenant, endpoint, query)).length
    expect(await count('')).toBe(4)
    expect(await count('?filter[state][in]=retrying,failed')).toBe(2)
    expect(await count('?filter[event_type]=job.created')).toBe(2)
    expect(await count('?filter[state]=retrying&filter[event_type]=job.created')).toBe(0)
    const first = (await tenant.admin.get(`${PATH}/${endpoint.id}/deliveries?limit=3`)).body
    const rest = await deliveriesOf(tenant, endpoint, `?limit=3&cursor=${first.next_cursor}`)
    const ids = [...first.data, ...rest].map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
  })
})

describe('GET /v1/webhook-deliveries/:id', () => {
  test('shows the attempts, and what was sent', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    hook.answers(500)
    await makeJob(tenant)
    await tenant.drain()
    const [{ id }] = await deliveriesOf(tenant, endpoint)
    const { status, body } = await tenant.admin.get(`/v1/webhook-deliveries/${id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id, state: 'retrying', attempts: [{ status: 500 }] })
    expect(body.payload).toEqual(hook.received[0]?.body)
  })

  test('is gone with its endpoint, and with its event', async () => {
    const { tenant, endpoint } = await subscribed(api)
    await makeJob(tenant)
    await tenant.drain()
    const [{ id, event_id }] = await deliveriesOf(tenant, endpoint)
    await api.sql('delete from events where tenant_id = $1 and id = $2', [tenant.id, event_id])
    expect((await tenant.admin.get(`/v1/webhook-deliveries/${id}`)).status).toBe(404)
    expect((await tenant.admin.post(`/v1/webhook-deliveries/${id}/retry`)).body.code).toBe(
      'webhook_delivery.not_found',
    )
    await makeJob(tenant)
    await tenant.drain()
    const [another] = await deliveriesOf(tenant, endpoint)
    await tenant.admin.delete(`${PATH}/${endpoint.id}`)
    expect((await tenant.admin.get(`/v1/webhook-deliveries/${another.id}`)).status).toBe(404)
  })
})

describe('POST /v1/webhook-deliveries/:id/retry', () => {
  test('delivers again under the same id, as a new delivery', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { max_attempts: 1 })
    hook.answers(500)
    await makeJob(tenant)
    await tenant.drain()
    const [failed] = await deliveriesOf(tenant, endpoint)
    hook.answers(200)
    const { status, body } = await tenant.admin.post(`/v1/webhook-deliveries/${failed.id}/retry`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ event_id: failed.event_id, replay_of: failed.id, state: 'pending' })
    await tenant.drain()
    const [again, before] = await deliveriesOf(tenant, endpoint)
    expect(before).toMatchObject({ id: failed.id, state: 'failed', attempts: [{ status: 500 }] })
    expect(again).toMatchObject({ id: body.id, state: 'delivered' })
    const ids = hook.received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toEqual([failed.event_id, failed.event_id])
    expect((await tenant.admin.post(`/v1/webhook-deliveries/${again.id}/retry`)).status).toBe(200)
  })

  test('is refused while an attempt is to come, and while the endpoint is disabled', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await makeJob(tenant)
    await tenant.drain()
    hook.answers(500)
    await makeJob(tenant)
    await tenant.drain()
    const [retrying, delivered] = await deliveriesOf(tenant, endpoint)
    const refused = await tenant.admin.post(`/v1/webhook-deliveries/${retrying.id}/retry`)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 'webhook_delivery.invalid_transition',
      current_state: 'retrying',
      attempted: 'retry',
      allowed: [],
    })
    await tenant.admin.post(`${PATH}/${endpoint.id}/disable`)
    const { body } = await tenant.admin.post(`/v1/webhook-deliveries/${delivered.id}/retry`)
    expect(body.code).toBe('webhook_endpoint.invalid_transition')
  })
})
