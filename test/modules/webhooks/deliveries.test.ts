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
