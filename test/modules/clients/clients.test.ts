import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const add = async (fields: object, by = admin) => {
  const { status, body } = await by.post('/v1/clients', fields)
  expect(status).toBe(201)
  return body
}
const names = async (query: string, by = admin) =>
  (await by.get(`/v1/clients?${query}`)).body.data.map(({ name }: { name: string }) => name)

const eventsOf = ({ id }: TestTenant) =>
  api.sql<{ type: string; payload: object }>(
    `select type, payload from events where tenant_id = $1 and resource = 'client' order by id`,
    [id],
  )

describe('clients', () => {
  test('are added, read and changed, each with its event', async () => {
    const own = await api.tenant()
    const made = await add({ name: 'Acme', domain: 'WWW.Acme.example', industry: 'Rockets' }, own.admin)
    expect(made).toMatchObject({
      domain: 'www.acme.example',
      archived: false,
      created_by: own.user.id,
      version: 1,
    })
    const url = `/v1/clients/${made.id}`
    expect((await own.admin.get(url)).body).toEqual(made)
    const { body } = await own.admin.patch(url, { domain: null }, { 'if-match': '"1"' })
    expect(body).toMatchObject({ name: 'Acme', domain: null, industry: 'Rockets', version: 2 })
    expect((await own.admin.patch(url, { name: 'Acme' })).body).toEqual(body)
    expect((await own.admin.patch(url, { name: 'Other' }, { 'if-match': '"1"' })).status).toBe(412)
    expect(await eventsOf(own)).toMatchObject([
      { type: 'client.created', payload: { version: 1, archived: false } },
      { type: 'client.updated', payload: { version: 2, changed: ['domain'] } },
    ])
  })

  test('have names of their own, in any case, as long as they are not archived', async () => {
    const first = await add({ name: 'Borg AB' })
    const second = await admin.post('/v1/clients', { name: 'BORG ab' })
    expect([second.status, second.body.code]).toEqual([409, 'client.duplicate'])
    await admin.patch(`/v1/clients/${first.id}`, { archived: true })
    await add({ name: 'BORG ab' })
    const back = await admin.patch(`/v1/clients/${first.id}`, { archived: false })
    expect([back.status, back.body.code]).toEqual([409, 'client.duplicate'])
  })

  test('have external ids, one of each system', async () => {
    const ids = [{ system: 'crm', value: '17' }]
    const { id } = await add({ name: 'Crane', external_ids: ids })
    expect((await admin.get(`/v1/clients/${id}?expand=external_ids`)).body.external_ids).toEqual(ids)
    expect(await names('filter[external_id]=crm:17')).toEqual(['Crane'])
    const taken = await admin.post('/v1/clients', { name: 'Drill', external_ids: ids })
    expect([taken.status, taken.body.code]).toEqual([409, 'external_id.taken'])
    const { body } = await admin.patch(`/v1/clients/${id}`, { external_ids: [] })
    expect(body.version).toBe(2)
    const listed = await admin.get('/v1/clients?filter[name]=Crane&expand=external_ids')
    expect(listed.body.data[0].external_ids).toEqual([])
  })

  test('are listed by name, filtered and in pages', async () => {
    const own = await api.tenant()
    for (const [name, industry] of [
      ['Beta', 'Steel'],
      ['Alpha', 'Steel'],
      ['Gamma', 'Wood'],
    ])
      await add({ name, industry }, own.admin)
    expect(await names('sort=name', own.admin)).toEqual(['Alpha', 'Beta', 'Gamma'])
    expect(await names('sort=-name&filter[industry]=Steel', own.admin)).toEqual(['Beta', 'Alpha'])
    expect(await names('filter[archived]=true', own.admin)).toEqual([])
    const first = (await own.admin.get('/v1/clients?limit=2&sort=name')).body
    expect(await names(`limit=2&sort=name&cursor=${first.next_cursor}`, own.admin)).toEqual(['Gamma'])
  })

  test.each([
    [{ name: '' }, '/name'],
    [{ name: 'X', domain: 'no domain' }, '/domain'],
    [{ name: 'X', domain: `${'a'.repeat(250)}.example` }, '/domain'],
    [{ name: 'X', logo: 'x' }, '/logo'],
  ])('%j is refused', async (fields, pointer) => {
    const { status, body } = await admin.post('/v1/clients', fields)
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('are changed by admins and recruiters and read by those who read jobs', async () => {
    const { id } = await add({ name: 'Roles' })
    for (const role of ['admin', 'recruiter', 'hiring_manager', 'viewer', 'interviewer', 'client'] as const) {
      const member = await tenant.member(role)
      const [read, write] = [
        await member.get(`/v1/clients/${id}`),
        await member.patch(`/v1/clients/${id}`, {}),
      ]
      expect([role, read.status]).toEqual([role, role === 'interviewer' || role === 'client' ? 403 : 200])
      expect([role, write.status]).toEqual([role, role === 'admin' || role === 'recruiter' ? 200 : 403])
    }
  })
})

describe('the client of a job', () => {
  const job = { title: 'Welder', description: 'Welds' }

  test('is named, filtered by, changed and cleared, and told of', async () => {
    const [one, two] = [await add({ name: 'One' }), await add({ name: 'Two' })]
    const { body: made } = await admin.post('/v1/jobs', { ...job, client_id: one.id })
    expect(made.client_id).toBe(one.id)
    expect((await admin.get(`/v1/jobs?filter[client_id]=${one.id}`)).body.data).toMatchObject([
      { id: made.id },
    ])
    await admin.patch(`/v1/jobs/${made.id}`, { client_id: two.id })
    const { body: cleared } = await admin.patch(`/v1/jobs/${made.id}`, { client_id: null })
    expect(cleared).toMatchObject({ client_id: null, version: 3 })
    const { body: history } = await admin.get(`/v1/jobs/${made.id}/history`)
    expect(history.data.map(({ changes }: { changes: object }) => changes)).toContainEqual({
      client_id: { from: one.id, to: two.id },
    })
  })

  test('cannot be an unknown or an archived one, which keeps those it has', async () => {
    const { id } = await add({ name: 'Closing' })
    const { body: made } = await admin.post('/v1/jobs', { ...job, client_id: id })
    await admin.patch(`/v1/clients/${id}`, { archived: true })
    for (const client_id of [id, newId()]) {
      const { status, body } = await admin.post('/v1/jobs', { ...job, client_id })
      expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'job.unknown_client', '/client_id'])
    }
    const { status, body } = await admin.patch(`/v1/jobs/${made.id}`, { title: 'Rigger', client_id: id })
    expect([status, body.client_id]).toEqual([200, id])
  })
})
