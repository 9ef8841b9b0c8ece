import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { events } from '#src/modules/registry.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

async function makeJob(of: TestTenant): Promise<string> {
  return (await of.admin.post('/v1/jobs', { title: 'Welder', description: 'Weld.' })).body.id
}

const jobIds: string[] = []
for (let i = 0; i < 5; i++) jobIds.push(await makeJob(tenant))
await admin.post(`/v1/jobs/${jobIds[0]}/cancel`)
await tenant.drain()

interface Item {
  id: string
  type: string
  sequence: number
  resource_id: string
  occurred_at: string
}

const list = async (query = '', by = admin): Promise<Item[]> => {
  const { status, body } = await by.get(`/v1/events${query}`)
  expect(status).toBe(200)
  return body.data
}

describe('GET /v1/events', () => {
  test('needs a token', async () => {
    expect((await api.anonymous.get('/v1/events')).status).toBe(401)
  })

  const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

  test.each([
    'filter[type]=job.exploded',
    'filter[resource]=unicorn',
    'filter[resource_id]=x',
    'filter[sequence][gt]=-1',
    'filter[sequence][gt]=x',
    'filter[occurred_at][gte]=yesterday',
    'filter[occurred_at][gte]=0000-01-01T00:00:00Z',
    'after=1',
    'sort=type',
    'limit=101',
    'cursor=nonsense',
    `cursor=${cursor('sequence', 'x', newId())}`,
    `cursor=${cursor('-sequence', '1', newId())}`,
  ])('refuses ?%s', async (query) => {
    expect((await admin.get(`/v1/events?${query}`)).status).toBe(400)
  })

  test('is for admins and recruiters, and keys that may', async () => {
    for (const role of ['hiring_manager', 'interviewer', 'viewer'] as const) {
      expect((await (await tenant.member(role)).get('/v1/events')).status).toBe(403)
    }
    expect((await (await tenant.member('recruiter')).get('/v1/events')).status).toBe(200)
    expect((await (await tenant.key(['jobs:read'])).get('/v1/events')).status).toBe(403)
    expect((await (await tenant.key(['events:read'])).get('/v1/events')).status).toBe(200)
  })

  test('tells what happened in its order', async () => {
    const found = await list('?limit=100&filter[resource]=job')
    expect(found.map((event) => [event.type, event.resource_id])).toEqual([
      ...jobIds.map((id) => ['job.created', id]),
      ['job.cancelled', jobIds[0]],
    ])
    expect(found[0]).toEqual({
      id: expect.any(String),
      type: 'job.created',
      sequence: 1,
      occurred_at: expect.any(String),
      tenant_id: tenant.id,
      resource: 'job',
      resource_id: jobIds[0],
      data: { title: 'Welder', status: 'draft', version: 1 },
      actor: { type: 'user', id: tenant.user.id },
      request_id: expect.any(String),
    })
  })

  test('pages forwards and backwards without gaps', async () => {
    const all = await list('?limit=100')
    for (const sort of ['sequence', '-sequence']) {
      const seen: Item[] = []
      let next: string | null = null
      do {
        const after: string = next ? `&cursor=${next}` : ''
        const { body } = await admin.get(`/v1/events?limit=2&sort=${sort}${after}`)
        seen.push(...body.data)
        next = body.next_cursor
      } while (next)
      expect(seen).toEqual(sort === 'sequence' ? all : all.toReversed())
    }
  })

  test('filters', async () => {
    const all = await list('?limit=100')
    expect(await list('?filter[type]=job.cancelled')).toEqual(
      all.filter(({ type }) => type === 'job.cancelled'),
    )
    expect(await list('?filter[type][in]=job.cancelled,job.closed')).toHaveLength(1)
    expect((await list(`?filter[resource_id]=${jobIds[0]}`)).map(({ type }) => type)).toEqual([
      'job.created',
      'job.cancelled',
    ])
    expect(await list('?filter[sequence][gt]=3')).toEqual(all.filter(({ sequence }) => sequence > 3))
    expect(await list(`?filter[occurred_at][gt]=${all.at(-1)?.occurred_at}`)).toEqual([])
    expect(await list(`?filter[occurred_at][lte]=${all[0]?.occurred_at}`)).toContainEqual(all[0])
  })

  test('shows an event when it has its place, and nothing of other tenants', async () => {
    const fresh = await api.tenant()
    await makeJob(fresh)
    expect(await list('', fresh.admin)).toEqual([])
    await fresh.drain()
    expect(await list('', fresh.admin)).toMatchObject([{ type: 'job.created', sequence: 1 }])
  })

  test('hides from a recruiter what is about candidates they do not see', async () => {
    const discreet = await api.tenant()
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [discreet.id])
    const recruiter = await discreet.member('recruiter')
    const [mine, theirs] = [newId(), newId()]
    for (const [id, owner] of [
      [mine, recruiter.userId],
      [theirs, discreet.user.id],
    ]) {
      await api.sql(
        `insert into candidates (tenant_id, id, owner_id, created_at, updated_at) values ($1, $2, $3, now(), now())`,
        [discreet.id, id, owner],
      )
    }
    const facts = [
      ['candidate', mine, {}],
      ['candidate', theirs, {}],
      ['application', newId(), { candidate_id: mine }],
      ['application', newId(), { candidate_id: theirs }],
      ['application', newId(), { candidate_id: null }],
      ['job', newId(), {}],
    ] as const
    for (const [i, [resource, resourceId, payload]] of facts.entries()) {
      await api.sql(
        `insert into events (tenant_id, id, sequence, type, resource, resource_id, payload, actor, request_id, occurred_at,
           relayed_at) values ($1, $2, $3, 'job.created', $4, $5, $6, '{"type":"system","id":null}', $2, now(), now())`,
        [discreet.id, newId(), i + 1, resource, resourceId, payload],
      )
    }
    const places = async (by: typeof admin) => (await list('', by)).map(({ sequence }) => sequence)
    expect(await places(discreet.admin)).toEqual([1, 2, 3, 4, 5, 6])
    expect(await places(recruiter)).toEqual([1, 3, 5, 6])
  })
})

describe('GET /v1/event-types', () => {
  test('needs a token and takes no parameters', async () => {
    expect((await api.anonymous.get('/v1/event-types')).status).toBe(401)
    expect((await admin.get('/v1/event-types?limit=1')).status).toBe(400)
  })

  test('lists every type, with an example that fits its schema and ours', async () => {
    const { status, body } = await (await tenant.member('viewer')).get('/v1/event-types')
    expect(status).toBe(200)
    expect(body.data.map(({ type }: { type: string }) => type)).toEqual(events.map(({ type }) => type).sort())
    const ajv = addFormats.default(new Ajv2020())
    for (const { type, schema, example, description, resource } of body.data) {
      const definition = events.find((one) => one.type === type)
      const validate = ajv.compile(schema)
      expect(validate(example), `${type}: ${ajv.errorsText(validate.errors)}`).toBe(true)
      expect(definition?.payload.safeParse(example).success, type).toBe(true)
      expect({ description, resource }).toEqual({
        description: definition?.description,
        resource: definition?.resource,
      })
    }
  })
})
