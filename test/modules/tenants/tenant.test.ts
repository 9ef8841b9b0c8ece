import { describe, expect, test } from 'vitest'
import { newSecrets } from '#src/config/secrets.ts'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const secrets = newSecrets()
const api = await testApi(secrets)
const tenant = await api.tenant()
const { admin } = tenant

const read = async (by = admin) => (await by.get('/v1/tenant')).body
const matching = async (by = admin) => ({ 'if-match': `"${(await read(by)).version}"` })

describe('GET /v1/tenant', () => {
  test('shows the settings, with their version', async () => {
    const { status, body, headers } = await admin.get('/v1/tenant')
    expect([status, headers.etag]).toEqual([200, '"1"'])
    expect(body).toEqual({
      id: tenant.id,
      name: tenant.slug,
      slug: tenant.slug,
      plan: 'free',
      status: 'active',
      candidate_visibility: 'tenant',
      locale: 'en',
      time_zone: 'UTC',
      version: 1,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
  })

  test('is for administrators', async () => {
    const recruiter = await tenant.member('recruiter')
    for (const path of ['/v1/tenant', '/v1/tenant/usage'])
      expect((await recruiter.get(path)).body.code).toBe('auth.forbidden_action')
    expect((await recruiter.patch('/v1/tenant', {}, { 'if-match': '"1"' })).status).toBe(403)
  })
})

describe('PATCH /v1/tenant', () => {
  test('needs the version it is based on', async () => {
    for (const headers of [{}, { 'if-match': '*' }]) {
      const { status, body } = await admin.patch('/v1/tenant', { name: 'New' }, headers)
      expect([status, body.code]).toEqual([428, 'request.precondition_required'])
    }
    const stale = await admin.patch('/v1/tenant', { name: 'New' }, { 'if-match': '"99"' })
    expect([stale.status, stale.body.code]).toEqual([412, 'request.precondition_failed'])
  })

  test.each([
    [{ slug: 'new' }, '/slug'],
    [{ plan: 'enterprise' }, '/plan'],
    [{ status: 'active' }, '/status'],
    [{ limits: {} }, '/limits'],
    [{ name: ' ' }, '/name'],
    [{ name: 'a\nb' }, '/name'],
    [{ candidate_visibility: 'nobody' }, '/candidate_visibility'],
    [{ locale: 'not a locale' }, '/locale'],
    [{ locale: 'xx' }, '/locale'],
    [{ locale: '' }, '/locale'],
    [{ time_zone: 'Mars/Olympus' }, '/time_zone'],
    [{ time_zone: '' }, '/time_zone'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await admin.patch('/v1/tenant', body, await matching())
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('changes what it names, and tells of it', async () => {
    const agency = await api.tenant()
    const before = await read(agency.admin)
    const change = { name: 'Ada & Co', locale: 'pt-PT', time_zone: 'Europe/Lisbon' }
    const { status, body, headers } = await agency.admin.patch('/v1/tenant', change, { 'if-match': '"1"' })
    expect([status, headers.etag]).toEqual([200, '"2"'])
    expect(body).toEqual({ ...before, ...change, version: 2, updated_at: body.updated_at })
    expect(await read(agency.admin)).toEqual(body)
    expect((await agency.admin.get('/v1/me')).body.tenant.name).toBe('Ada & Co')
    await agency.admin.patch('/v1/tenant', change, { 'if-match': '"2"' })
    const events = () =>
      api.sql('select type, resource_id, payload, actor from events where tenant_id = $1', [agency.id])
    expect(await events()).toEqual([
      {
        type: 'tenant.updated',
        resource_id: agency.id,
        payload: { version: 2, changed: ['name', 'locale', 'time_zone'] },
        actor: { type: 'user', id: agency.user.id },
      },
    ])
    await agency.drain()
    const { body: told } = await agency.admin.get('/v1/events')
    expect(told.data.map(({ type }: { type: string }) => type)).toEqual(['tenant.updated'])
  })

  test('is made by one of many at once', async () => {
    const agency = await api.tenant()
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        agency.admin.patch('/v1/tenant', { name: `Name ${i}` }, { 'if-match': '"1"' }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412])
    expect((await read(agency.admin)).version).toBe(2)
  })

  test('can be tried dry, and is answered again under its Idempotency-Key', async () => {
    const agency = await api.tenant()
    const change = { name: 'Other' }
    const dry = await agency.admin.patch('/v1/tenant', change, { 'if-match': '"1"', prefer: 'dry-run' })
    expect([dry.body.result.name, dry.body.events[0].type]).toEqual(['Other', 'tenant.updated'])
    expect((await read(agency.admin)).version).toBe(1)
    const headers = { 'if-match': '"1"', 'idempotency-key': newId() }
    const [first, second] = [
      await agency.admin.patch('/v1/tenant', change, headers),
      await agency.admin.patch('/v1/tenant', change, headers),
    ]
    expect([first.status, second.text]).toEqual([200, first.text])
  })

  test('decides who sees candidates from the next request on, and within a second in other processes', async () => {
    const agency = await api.tenant()
    const elsewhere = await testApi(secrets)
    const recruiter = await agency.member('recruiter')
    const { body: me } = await recruiter.get('/v1/me')
    const { password } = agency.user
    const login = await api.anonymous.post('/v1/auth/login', { email: me.user.email, password })
    const there = elsewhere.anonymous.with({ authorization: `Bearer ${login.body.access_token}` })
    const { body: candidate } = await agency.admin.post('/v1/candidates', { first_name: 'A', last_name: 'B' })
    const statuses = async () =>
      [
        await recruiter.get(`/v1/candidates/${candidate.id}`),
        await there.get(`/v1/candidates/${candidate.id}`),
      ].map(({ status }) => status)
    expect(await statuses()).toEqual([200, 200])
    await agency.admin.patch('/v1/tenant', { candidate_visibility: 'owner' }, await matching(agency.admin))
    elsewhere.clock.advance(1)
    expect(await statuses()).toEqual([404, 404])
    await agency.admin.patch('/v1/tenant', { candidate_visibility: 'tenant' }, await matching(agency.admin))
    elsewhere.clock.advance(1)
    expect(await statuses()).toEqual([200, 200])
  })
})
