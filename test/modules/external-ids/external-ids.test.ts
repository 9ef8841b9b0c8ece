import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const name = () => newId()
const ids = (system: string, value: string) => [{ system, value }]

const KINDS = [
  ['candidates', { first_name: 'Ada', last_name: 'Lovelace' }, { company: 'Engines' }, 'candidate'],
  ['jobs', { title: 'Engineer', description: 'Builds.' }, { department: 'Works' }, 'job'],
] as const

const eventsOf = (id: string) =>
  api.sql<{ type: string; changed: string[] | null }>(
    `select type, payload -> 'changed' as changed from events where tenant_id = $1 and resource_id = $2 order by id`,
    [tenant.id, id],
  )

describe.each(KINDS)('external ids of %s', (kind, body, change, noun) => {
  const url = `/v1/${kind}`
  const read = async (id: string) => (await admin.get(`${url}/${id}?expand=external_ids`)).body
  const add = async (fields: object = {}) => {
    const made = await admin.post(url, { ...body, ...fields })
    expect(made.status).toBe(201)
    return made.body
  }
  const upsert = (system: string, value: string, fields: object = {}, headers = {}) =>
    admin.put(`${url}/by-external-id/${system}/${encodeURIComponent(value)}`, { ...body, ...fields }, headers)

  test('are set, replaced, shown and filtered by', async () => {
    const [one, two] = [name(), name()]
    const external_ids = [
      { system: 'HRIS', value: one },
      { system: 'crm', value: 'a:b c/d' },
    ]
    const { id } = await add({ external_ids })
    expect((await read(id)).external_ids).toEqual([
      { system: 'crm', value: 'a:b c/d' },
      { system: 'hris', value: one },
    ])
    const found = async (filter: string) =>
      (await admin.get(`${url}?filter[external_id]=${encodeURIComponent(filter)}`)).body.data.map(
        (row: { id: string }) => row.id,
      )
    expect([await found(`hris:${one}`), await found('crm:a:b c/d'), await found(`hris:${two}`)]).toEqual([
      [id],
      [id],
      [],
    ])
    const patched = await admin.patch(`${url}/${id}`, { external_ids: ids('hris', two) })
    expect([patched.status, patched.body.version]).toEqual([200, 2])
    expect((await read(id)).external_ids).toEqual(ids('hris', two))
    expect([await found(`hris:${one}`), await found(`hris:${two}`)]).toEqual([[], [id]])
    expect((await admin.patch(`${url}/${id}`, { external_ids: ids('hris', two) })).body.version).toBe(2)
    expect(await eventsOf(id)).toEqual([
      { type: `${noun}.created`, changed: null },
      { type: `${noun}.updated`, changed: ['external_ids'] },
    ])
    const listed = await admin.get(`${url}?filter[external_id]=hris:${two}&expand=external_ids`)
    expect(listed.body.data[0].external_ids).toEqual(ids('hris', two))
  })

  test('belong to one of a kind, until it is deleted', async () => {
    const value = name()
    const { id } = await add({ external_ids: ids('hris', value) })
    const other = await add()
    const answers = [
      await admin.post(url, { ...body, external_ids: ids('hris', value) }),
      await admin.patch(`${url}/${other.id}`, { external_ids: ids('hris', value) }),
    ]
    for (const answer of answers)
      expect([answer.status, answer.body.code]).toEqual([409, 'external_id.taken'])
    await admin.delete(`${url}/${id}`)
    expect((await admin.patch(`${url}/${other.id}`, { external_ids: ids('hris', value) })).status).toBe(200)
  })

  test.each([
    [[{ system: 'a b', value: 'x' }], '/external_ids/0/system'],
    [[{ system: 'a', value: '' }], '/external_ids/0/value'],
    [[{ system: 'a', value: 'x\u0000' }], '/external_ids/0/value'],
    [[...ids('a', '1'), ...ids('A', '2')], '/external_ids/1/system'],
    [null, '/external_ids'],
  ])('are refused as %j', async (external_ids, pointer) => {
    const { status, body: problem } = await admin.post(url, { ...body, external_ids })
    expect([status, problem.errors[0].pointer]).toEqual([422, pointer])
  })

  test('an upsert adds, then changes', async () => {
    const value = `E/${name()} ü`
    const made = await upsert('hris', value)
    expect([made.status, made.headers.etag]).toEqual([201, '"1"'])
    expect(made.headers.location).toBe(`${url}/${made.body.id}`)
    expect((await read(made.body.id)).external_ids).toEqual(ids('hris', value))
    const same = await upsert('HRIS', value)
    expect([same.status, same.body]).toEqual([200, made.body])
    const changed = await upsert('hris', value, change)
    expect(changed.body).toMatchObject({ ...change, id: made.body.id, version: 2 })
    expect((await eventsOf(made.body.id)).map(({ type }) => type)).toEqual([
      `${noun}.created`,
      `${noun}.updated`,
    ])
  })

  test('of several upserts at once, one adds', async () => {
    const value = name()
    const answers = await Promise.all(Array.from({ length: 5 }, () => upsert('hris', value)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201])
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
  })

  test('an upsert of an outdated version is refused, also of what is not there', async () => {
    const value = name()
    expect((await upsert('hris', value, {}, { 'if-match': '"1"' })).status).toBe(412)
    expect((await upsert('hris', value)).status).toBe(201)
    expect((await upsert('hris', value, change, { 'if-match': '"2"' })).status).toBe(412)
    expect((await upsert('hris', value, change, { 'if-match': '"1"' })).status).toBe(200)
  })

  test('an upsert tried dry says which it would be, and does neither', async () => {
    const value = name()
    const dry = () => upsert('hris', value, change, { prefer: 'dry-run' })
    expect((await dry()).body).toMatchObject({
      dry_run: true,
      status: 201,
      events: [{ type: `${noun}.created` }],
    })
    await upsert('hris', value)
    expect((await dry()).body).toMatchObject({
      dry_run: true,
      status: 200,
      events: [{ type: `${noun}.updated` }],
    })
  })

  test('an upsert needs a whole body, a name and the right to write', async () => {
    expect((await admin.put(`${url}/by-external-id/hris/1`, {})).status).toBe(422)
    expect((await upsert('h is', '1')).status).toBe(404)
    const viewer = await tenant.member('viewer')
    expect((await viewer.put(`${url}/by-external-id/hris/1`, body)).status).toBe(403)
  })

  test('of another tenant are another’s', async () => {
    const value = name()
    const { admin: stranger } = await api.tenant()
    const theirs = await stranger.put(`${url}/by-external-id/hris/${value}`, body)
    const ours = await upsert('hris', value)
    expect([theirs.status, ours.status]).toEqual([201, 201])
    expect(theirs.body.id).not.toBe(ours.body.id)
  })
})

describe('a candidate that is upserted', () => {
  const ADA = { first_name: 'Ada', last_name: 'Lovelace' }
  const upsert = (value: string, fields: object, by = admin) =>
    by.put(`/v1/candidates/by-external-id/hris/${value}`, { ...ADA, ...fields })

  test('is not one who has the e-mail address already', async () => {
    const email = `${name()}@mail.example`
    const { body } = await admin.post('/v1/candidates', { ...ADA, email })
    const value = name()
    const refused = await upsert(value, { email })
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ code: 'candidate.duplicate', existing_id: body.id })
    expect((await upsert(value, {})).status).toBe(201)
  })

  test('comes back with its external ids, unless they are another’s by then', async () => {
    const value = name()
    const { body } = await upsert(value, {})
    await admin.delete(`/v1/candidates/${body.id}`)
    const restored = await admin.post(`/v1/candidates/${body.id}/restore`)
    expect(restored.status).toBe(200)
    expect((await upsert(value, {})).body.id).toBe(body.id)
    await admin.delete(`/v1/candidates/${body.id}`)
    expect((await upsert(value, {})).status).toBe(201)
    const refused = await admin.post(`/v1/candidates/${body.id}/restore`)
    expect([refused.status, refused.body.code]).toEqual([409, 'external_id.taken'])
  })

  test('is not changed by whom it is hidden from', async () => {
    const own = await api.tenant()
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [own.id])
    const [one, two] = [await own.member('recruiter'), await own.member('recruiter')]
    expect((await upsert('7', {}, one)).status).toBe(201)
    const refused = await upsert('7', { company: 'Mine' }, two)
    expect([refused.status, refused.body.code]).toEqual([409, 'external_id.taken'])
  })
})
