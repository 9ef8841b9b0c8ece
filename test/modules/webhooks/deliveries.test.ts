import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { type Receiver, receiver } from './receiver.ts'
import { deliveriesOf, makeJob, openTasks, PATH, subscribe, subscribed } from './subscribed.ts'

const api = await testApi()

describe('a delivery', () => {
  test('is the event, signed so that the reference library accepts it', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { headers: { 'X-Key': 'opensesame' } })
    const jobId = await makeJob(tenant)
    await tenant.drain()

    const [sent] = hook.received
    expect(new Webhook(endpoint.secret).verify(sent?.text ?? '', sent?.headers ?? {})).toEqual(sent?.body)
    const [event] = (await tenant.admin.get('/v1/events')).body.data
    expect(sent?.body).toEqual(event)
    expect(event).toMatchObject({
      type: 'job.created',
      resource: 'job',
      resource_id: jobId,
      tenant_id: tenant.id,
    })
    expect(sent?.headers).toMatchObject({
      'webhook-id': event.id,
      'content-type': 'application/json',
      'user-agent': 'Shortlist-Webhooks/1',
      'x-key': 'opensesame',
    })
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      {
        endpoint_id: endpoint.id,
        event_id: event.id,
        event_type: 'job.created',
        state: 'delivered',
        attempts: [{ status: 204, error: null, response: '' }],
        next_retry_at: null,
        delivered_at: expect.any(String),
      },
    ])
    expect(await openTasks(api, tenant)).toEqual([])
    expect(api.logged()).not.toContain('opensesame')
    expect(api.logged()).not.toContain(endpoint.secret.slice('whsec_'.length))
  })

  test('happens for the events that were asked for, once each', async () => {
    const tenant = await api.tenant()
    const hooks = { opened: await receiver(), jobs: await receiver(), keys: await receiver() }
    await subscribe(tenant, hooks.opened.url, { events: ['job.opened'] })
    await subscribe(tenant, hooks.jobs.url, { events: ['job.*', 'job.opened'] })
    await subscribe(tenant, hooks.keys.url, { events: ['api_key.created'] })
    await tenant.admin.post(`/v1/jobs/${await makeJob(tenant)}/open`)
    await tenant.drain()
    const typesAt = (hook: Receiver) => hook.received.map(({ body }) => body.type).sort()
    expect(typesAt(hooks.opened)).toEqual(['job.opened'])
    expect(typesAt(hooks.jobs)).toEqual(['job.created', 'job.opened'])
    expect(typesAt(hooks.keys)).toEqual([])
  })

  test('does not reach another tenant', async () => {
    const { tenant } = await subscribed(api)
    const { tenant: other, hook } = await subscribed(api)
    await makeJob(tenant)
    await tenant.drain()
    await other.drain()
    expect(hook.received).toEqual([])
  })

  test('carries the place by which receivers order', async () => {
    const { tenant, hook } = await subscribed(api)
    const ids = []
    for (let i = 0; i < 5; i++) ids.push(await makeJob(tenant))
    await tenant.drain()
    const ordered = hook.received.map(({ body }) => body).sort((a, b) => a.sequence - b.sequence)
    expect(ordered.map(({ resource_id }) => resource_id)).toEqual(ids)
    expect(ordered.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
  })
})

describe('410', () => {
  test('disables the endpoint and tells the others, once', async () => {
    const { tenant, hook: gone, endpoint } = await subscribed(api)
    const watcher = await receiver()
    await subscribe(tenant, watcher.url, { events: ['webhook_endpoint.*'] })
    gone.answers(410)
    for (let i = 0; i < 12; i++) await makeJob(tenant)
    await tenant.drain()
    // Those that were on their way when the first answer came; see `sender.ts`.
    expect(gone.received).toHaveLength(10)
    expect((await tenant.admin.get(`${PATH}/${endpoint.id}`)).body).toMatchObject({
      status: 'disabled_auto',
      status_reason: 'gone',
      version: 2,
    })
    const states = (await deliveriesOf(tenant, endpoint)).map(({ state }: { state: string }) => state)
    expect(states.sort()).toEqual([...Array(10).fill('failed'), 'paused', 'paused'])
    expect(watcher.received.map(({ body }) => [body.type, body.resource_id, body.data])).toEqual([
      ['webhook_endpoint.disabled', endpoint.id, { status: 'disabled_auto', reason: 'gone' }],
    ])
  })

  test('the news is not for the endpoint itself, even if it is enabled before they go out', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await tenant.admin.post(`${PATH}/${endpoint.id}/disable`)
    await tenant.admin.post(`${PATH}/${endpoint.id}/enable`)
    await tenant.drain()
    expect(hook.received).toEqual([])
  })
})

describe('an endpoint that is disabled', () => {
  test('has its deliveries held until it is enabled', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    hook.answers(500)
    await makeJob(tenant)
    await tenant.drain()
    await tenant.admin.post(`${PATH}/${endpoint.id}/disable`)
    await makeJob(tenant)
    api.clock.advance(60)
    await tenant.drain()
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([{ state: 'paused', next_retry_at: null }])
    expect(await openTasks(api, tenant)).toEqual([])

    hook.answers(200)
    await tenant.admin.post(`${PATH}/${endpoint.id}/enable`)
    await tenant.drain()
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([
      { state: 'delivered', attempts: [{ status: 500 }, { status: 200 }] },
    ])
  })

  test('has its deliveries failed when it is deleted', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    hook.answers(500)
    await makeJob(tenant)
    await tenant.drain()
    await tenant.admin.delete(`${PATH}/${endpoint.id}`)
    api.clock.advance(60)
    await tenant.drain()
    expect(hook.received).toHaveLength(1)
    const rows = await api.sql('select state from webhook_deliveries where endpoint_id = $1', [endpoint.id])
    expect(rows).toEqual([{ state: 'failed' }])
    expect(await openTasks(api, tenant)).toEqual([])
  })
})

describe('POST /v1/webhook-endpoints/:id/test', () => {
  test('sends an event to this endpoint alone', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { events: ['job.opened'] })
    const another = await receiver()
    await subscribe(tenant, another.url)
    const { status, body } = await tenant.admin.post(`${PATH}/${endpoint.id}/test`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ endpoint_id: endpoint.id, event_type: 'webhook.test', state: 'pending' })
    await tenant.drain()
    expect(another.received).toEqual([])
    expect(hook.received.map((one) => [one.headers['webhook-id'], one.body.type, one.body.data])).toEqual([
      [body.event_id, 'webhook.test', { delivery_id: body.id }],
    ])
    expect(await deliveriesOf(tenant, endpoint)).toMatchObject([{ id: body.id, state: 'delivered' }])
  })

  test('sends the example of any type, marked as a test', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { events: ['job.opened'] })
    const types = (await tenant.admin.get('/v1/event-types')).body.data
    const opened = types.find(({ type }: { type: string }) => type === 'job.opened')
    const { body } = await tenant.admin.post(`${PATH}/${endpoint.id}/test`, { event_type: 'job.opened' })
    expect(body).toMatchObject({ event_type: 'job.opened', state: 'pending' })
    await tenant.drain()
    const [sent] = hook.received
    expect(sent?.headers).toMatchObject({ 'webhook-id': body.event_id, 'x-shortlist-test': 'true' })
    expect(sent?.body).toMatchObject({ type: 'job.opened', resource: 'job', data: opened.example })
    expect((await tenant.admin.get(`/v1/webhook-deliveries/${body.id}`)).body.payload).toEqual(sent?.body)
    const kept = (await tenant.admin.get('/v1/events')).body.data
    expect(kept.map(({ type }: { type: string }) => type)).toEqual(['webhook.test'])
  })

  test('refuses a type that there is not', async () => {
    const { tenant, endpoint } = await subscribed(api)
    const answer = await tenant.admin.post(`${PATH}/${endpoint.id}/test`, { event_type: 'job.exploded' })
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/event_type'])
  })

  test('tried dry it sends nothing', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const { body } = await tenant.admin.post(`${PATH}/${endpoint.id}/test`, {}, { prefer: 'dry-run' })
    expect(body).toMatchObject({ dry_run: true, events: [{ type: 'webhook.test' }] })
    await tenant.drain()
    expect(hook.received).toEqual([])
  })
})

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
