import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { receiver } from './receiver.ts'
import { deliveriesOf, PATH, subscribe, subscribed } from './subscribed.ts'

const api = await testApi()

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
