import { describe, expect, test } from 'vitest'
import { buildApp } from '#src/app.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { type Message, openMessageStream } from '#test/support/message-stream.ts'

const api = await testApi()

async function makeJob({ admin, drain }: TestTenant, title = 'Welder'): Promise<string> {
  const { body } = await admin.post('/v1/jobs', { title, description: 'Weld.' })
  await drain()
  return body.id
}

const listed = async (by: Client, query = '') => (await by.get(`/v1/events?limit=100${query}`)).body.data

describe('GET /v1/events/stream', () => {
  test('is an event stream that no proxy keeps back, and HEAD tells so without opening one', async () => {
    const { admin } = await api.tenant()
    const stream = await admin.stream('/v1/events/stream')
    stream.close()
    const head = await admin.send({ method: 'HEAD', url: '/v1/events/stream' })
    for (const { status, headers } of [stream.answer, head]) {
      expect(status).toBe(200)
      expect(headers).toMatchObject({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
    }
  })

  test('tells what happens from now on, as the list does', async () => {
    const tenant = await api.tenant()
    await makeJob(tenant, 'Before')
    const stream = await tenant.admin.stream('/v1/events/stream')
    const job = await makeJob(tenant)
    await tenant.admin.post(`/v1/jobs/${job}/cancel`)
    await tenant.drain()
    const told = await stream.take(2)
    stream.close()
    const events = await listed(tenant.admin, '&filter[sequence][gt]=1')
    expect(told).toEqual(
      events.map((event: Record<string, unknown>) => ({
        id: event.sequence,
        event: event.type,
        data: event,
      })),
    )
    expect(told.map(({ event }) => event)).toEqual(['job.created', 'job.cancelled'])
  })

  test('begins after a place, and goes on where a client left off', async () => {
    const tenant = await api.tenant()
    for (const title of ['One', 'Two', 'Three']) await makeJob(tenant, title)
    const ids = async (query: string, count: number, headers = {}) => {
      const stream = await tenant.admin.stream(`/v1/events/stream${query}`, headers)
      const taken = await stream.take(count)
      stream.close()
      return taken.map(({ id }) => id)
    }
    expect(await ids('?after=0', 3)).toEqual([1, 2, 3])
    expect(await ids('?after=0', 1, { 'last-event-id': '2' })).toEqual([3])
    expect(await ids('?after=1', 2, { 'last-event-id': '' })).toEqual([2, 3])
  })

  test('tells more than a page of what was missed, in order', async () => {
    const tenant = await api.tenant()
    await api.sql(
      `insert into events (tenant_id, id, sequence, type, resource, resource_id, payload, actor, request_id, occurred_at, relayed_at)
       select $1, gen_random_uuid(), n, 'job.created', 'job', gen_random_uuid(), '{}', '{"type":"system","id":null}',
         gen_random_uuid(), now(), now() from generate_series(1, 250) n`,
      [tenant.id],
    )
    await api.sql('insert into event_counters (tenant_id, last_sequence) values ($1, 250)', [tenant.id])
    const stream = await tenant.admin.stream('/v1/events/stream?after=0')
    const told = await stream.take(250)
    stream.close()
    expect(told.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
  })

  test('is narrowed by type, resource and id', async () => {
    const tenant = await api.tenant()
    const [first, second] = [await makeJob(tenant), await makeJob(tenant)]
    for (const id of [first, second]) await tenant.admin.post(`/v1/jobs/${id}/open`)
    await tenant.drain()
    const firstOf = async (query: string) => {
      const stream = await tenant.admin.stream(`/v1/events/stream?after=0&${query}`)
      const [{ id }] = (await stream.take(1)) as [Message]
      stream.close()
      return id
    }
    expect(await firstOf('filter[type]=job.opened')).toBe(3)
    expect(await firstOf('filter[type][in]=job.paused,job.opened')).toBe(3)
    expect(await firstOf(`filter[resource_id]=${second}`)).toBe(2)
    expect(await firstOf(`filter[resource]=job`)).toBe(1)
  })

  test.each([
    ['?after=-1', {}],
    ['?after=x', {}],
    ['?filter[type]=job.exploded', {}],
    ['?sort=sequence', {}],
    ['', { 'last-event-id': 'x' }],
  ])('refuses %s with %j', async (query, headers) => {
    const { admin } = await api.tenant()
    expect((await admin.stream(`/v1/events/stream${query}`, headers)).answer.status).toBe(400)
  })

  test('answers 410 for a place whose events are gone, and for one that never was', async () => {
    const tenant = await api.tenant()
    for (let i = 0; i < 3; i++) await makeJob(tenant)
    await api.sql('update event_counters set pruned_through = 2 where tenant_id = $1', [tenant.id])
    for (const after of [1, 4]) {
      const { answer } = await tenant.admin.stream(`/v1/events/stream?after=${after}`)
      expect(answer).toMatchObject({ status: 410, body: { code: 'event.not_kept', kept_after: 2, last: 3 } })
    }
    const stream = await tenant.admin.stream('/v1/events/stream?after=2')
    expect(await stream.next()).toMatchObject({ id: 3 })
    stream.close()
  })

  test('is for those who may read events, of their own tenant', async () => {
    const tenant = await api.tenant()
    const viewer = await tenant.member('viewer')
    expect((await viewer.stream('/v1/events/stream')).answer.status).toBe(403)
    const other = await api.tenant()
    const stream = await tenant.admin.stream('/v1/events/stream')
    await makeJob(other)
    await makeJob(tenant)
    expect(await stream.next()).toMatchObject({ id: 1, data: { tenant_id: tenant.id } })
    stream.close()
  })

  test('leaves out candidates that a recruiter does not see', async () => {
    const tenant = await api.tenant()
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [tenant.id])
    const recruiter = await tenant.member('recruiter')
    const stream = await recruiter.stream('/v1/events/stream')
    await tenant.admin.post('/v1/candidates', { first_name: 'Hid', last_name: 'Den' })
    await tenant.drain()
    const own = await recruiter.post('/v1/candidates', { first_name: 'Sho', last_name: 'Wn' })
    await tenant.drain()
    expect(await stream.next()).toMatchObject({ id: 2, data: { resource_id: own.body.id } })
    stream.close()
  })

  test('ends when the key is revoked', async () => {
    const tenant = await api.tenant()
    const { body } = await tenant.admin.post('/v1/api-keys', { name: 'stream', scopes: ['events:read'] })
    const client = api.anonymous.with({ authorization: `Bearer ${body.key}` })
    const stream = await client.stream('/v1/events/stream')
    expect((await tenant.admin.delete(`/v1/api-keys/${body.id}`)).status).toBe(204)
    await tenant.drain()
    expect(await stream.rest()).toEqual([])
    expect((await client.stream('/v1/events/stream')).answer.status).toBe(401)
  })

  test.each([
    [
      'the role changes',
      "update memberships set role = 'viewer' where tenant_id = $1 and role = 'recruiter'",
    ],
    ['what the role sees changes', "update tenants set candidate_visibility = 'owner' where id = $1"],
    ['the tenant is suspended', "update tenants set status = 'suspended' where id = $1"],
  ])('ends when %s', async (_what, change) => {
    const tenant = await api.tenant()
    const stream = await (await tenant.member('recruiter')).stream('/v1/events/stream')
    await api.sql(change, [tenant.id])
    // What a process believes of a token it believes for a second.
    api.clock.advance(2)
    expect(await stream.rest()).toEqual([])
  })

  test('ends when the access token has run out', async () => {
    const tenant = await api.tenant()
    const stream = await tenant.admin.stream('/v1/events/stream')
    api.clock.advance(24 * 3600)
    expect(await stream.rest()).toEqual([])
  })

  test('ends when the process stops, which waits for nobody', async () => {
    const tenant = await api.tenant()
    const { body } = await tenant.admin.post('/v1/api-keys', { name: 'stream', scopes: ['events:read'] })
    const app = buildApp(api.context)
    const headers = { authorization: `Bearer ${body.key}` }
    const stream = await openMessageStream(app, '/v1/events/stream', headers)
    expect(stream.answer.status).toBe(200)
    await app.close()
    expect(await stream.rest()).toEqual([])
  })

  test('five at a time, and a closed one makes room', async () => {
    const { admin } = await api.tenant()
    const open = () => admin.stream('/v1/events/stream')
    const streams = [await open(), await open(), await open(), await open(), await open()]
    const refused = await open()
    expect(refused.answer).toMatchObject({ status: 429, body: { code: 'request.too_many_streams' } })
    expect(refused.answer.headers['retry-after']).toBeDefined()
    streams.pop()?.close()
    let last = await open()
    // The server hears of a closed socket a moment later.
    while (last.answer.status === 429) last = await open()
    expect(last.answer.status).toBe(200)
    for (const stream of [...streams, last]) stream.close()
  })
})
