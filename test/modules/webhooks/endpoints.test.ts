import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

const PATH = '/v1/webhook-endpoints'
const HOOK = { url: 'http://127.0.0.1:9/hook', events: ['job.opened'] }

async function create(fields: object = {}, by = admin) {
  const { status, body } = await by.post(PATH, { ...HOOK, ...fields })
  expect(status).toBe(201)
  return body
}

describe('GET /v1/webhook-endpoints', () => {
  test('needs a token, known parameters and the permission', async () => {
    expect((await api.anonymous.get(PATH)).status).toBe(401)
    expect((await admin.get(`${PATH}?filter[status]=asleep`)).status).toBe(400)
    expect((await (await tenant.member('recruiter')).get(PATH)).status).toBe(403)
  })

  test('lists the endpoints of the tenant', async () => {
    const mine = await create()
    const theirs = await create({}, other.admin)
    const ids = (await admin.get(`${PATH}?limit=100`)).body.data.map((e: { id: string }) => e.id)
    expect(ids).toContain(mine.id)
    expect(ids).not.toContain(theirs.id)
  })

  test('filters by status', async () => {
    const { id } = await create()
    await admin.post(`${PATH}/${id}/disable`)
    const { data } = (await admin.get(`${PATH}?filter[status]=disabled_manual`)).body
    expect(data.map((e: { id: string }) => e.id)).toEqual([id])
  })
})

describe.each([
  ['GET', ''],
  ['PATCH', ''],
  ['DELETE', ''],
  ['POST', '/enable'],
  ['POST', '/disable'],
  ['POST', '/test'],
  ['POST', '/rotate-secret'],
  ['GET', '/deliveries'],
] as const)('%s /v1/webhook-endpoints/:id%s', (method, action) => {
  const at = (id: string) => ({ method, url: `${PATH}/${id}${action}` })

  test('needs a token and the permission', async () => {
    const { id } = await create({}, other.admin)
    expect((await api.anonymous.send(at(id))).status).toBe(401)
    expect((await (await other.member('recruiter')).send(at(id))).status).toBe(403)
  })

  test('an unknown id, a malformed one and another tenant’s get the same answer', async () => {
    const theirs = await create({}, other.admin)
    for (const id of [newId(), 'nonsense', theirs.id]) {
      const { status, body } = await admin.send(at(id))
      expect([status, body.code]).toEqual([404, 'webhook_endpoint.not_found'])
    }
    expect((await other.admin.get(`${PATH}/${theirs.id}`)).body.version).toBe(1)
  })
})

describe('PATCH /v1/webhook-endpoints/:id', () => {
  test('refuses what POST refuses', async () => {
    const { id } = await create()
    expect((await admin.patch(`${PATH}/${id}`, { events: [] })).status).toBe(422)
    expect((await admin.patch(`${PATH}/${id}`, { url: 'https://10.0.0.1/' })).body.code).toBe(
      'webhook_endpoint.invalid_url',
    )
  })

  test('changes what is given and keeps the rest', async () => {
    const { secret: _, ...before } = await create({ headers: { a: '1', b: '2' }, description: 'first' })
    const { status, body } = await admin.patch(`${PATH}/${before.id}`, {
      events: ['*'],
      headers: { c: '3' },
      description: null,
      max_attempts: 3,
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...before,
      events: ['*'],
      header_names: ['c'],
      description: null,
      max_attempts: 3,
      version: 2,
      updated_at: body.updated_at,
    })
  })

  test('an empty change is none', async () => {
    const { secret: _, ...before } = await create()
    expect((await admin.patch(`${PATH}/${before.id}`, {})).body).toEqual(before)
  })

  test('a stale If-Match is refused', async () => {
    const { id } = await create()
    await admin.patch(`${PATH}/${id}`, { max_attempts: 2 }, { 'if-match': '"1"' })
    expect((await admin.patch(`${PATH}/${id}`, { max_attempts: 3 }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await admin.delete(`${PATH}/${id}`, { 'if-match': '"1"' })).status).toBe(412)
    expect((await admin.post(`${PATH}/${id}/disable`, {}, { 'if-match': '"1"' })).status).toBe(412)
  })
})

describe('DELETE /v1/webhook-endpoints/:id', () => {
  test('removes an endpoint with its secrets', async () => {
    const { id } = await create({ headers: { a: '1' } })
    expect((await admin.delete(`${PATH}/${id}`)).status).toBe(204)
    expect((await admin.get(`${PATH}/${id}`)).status).toBe(404)
    expect((await admin.get(`${PATH}/${id}/deliveries`)).status).toBe(404)
    const [row] = await api.sql('select secret_sealed, headers_sealed from webhook_endpoints where id = $1', [
      id,
    ])
    expect(row).toEqual({ secret_sealed: '', headers_sealed: '' })
  })
})

describe('the states of an endpoint', () => {
  test('it is disabled with a reason, tells of it, and is enabled again', async () => {
    const { id } = await create()
    const disabled = await admin.post(`${PATH}/${id}/disable`, { reason: 'maintenance' })
    expect(disabled.body).toMatchObject({
      status: 'disabled_manual',
      status_reason: 'maintenance',
      allowed_actions: ['enable'],
      version: 2,
    })
    const enabled = await admin.post(`${PATH}/${id}/enable`)
    expect(enabled.body).toMatchObject({ status: 'active', status_reason: null, version: 3 })
    const told = await api.sql<{ payload: object }>(
      "select payload from events where resource_id = $1 and type = 'webhook_endpoint.disabled'",
      [id],
    )
    expect(told).toEqual([{ payload: { status: 'disabled_manual', reason: 'maintenance' } }])
  })

  test.each([
    ['enable', [], 'active', ['disable', 'test', 'replay']],
    ['disable', ['disable'], 'disabled_manual', ['enable']],
    ['test', ['disable'], 'disabled_manual', ['enable']],
  ])('%s is refused where it makes no sense', async (action, before, state, allowed) => {
    const { id } = await create()
    for (const step of before) await admin.post(`${PATH}/${id}/${step}`)
    const { status, body } = await admin.post(`${PATH}/${id}/${action}`)
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'webhook_endpoint.invalid_transition',
      current_state: state,
      attempted: action,
      allowed,
    })
  })
})
