import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

const ADA = { first_name: 'Ada', last_name: 'Lovelace' }

async function add(fields: object = {}, by = admin) {
  const { status, body } = await by.post('/v1/candidates', { ...ADA, ...fields })
  expect(status).toBe(201)
  return body
}

const address = () => `${newId()}@mail.example`

/** In the order the relay gave them. */
async function eventsOf(resourceId: string) {
  await tenant.drain()
  return api.sql<{ type: string; payload: Record<string, unknown> }>(
    'select type, payload from events where tenant_id = $1 and resource_id = $2 order by sequence',
    [tenant.id, resourceId],
  )
}

const eventTypes = async (resourceId: string) => (await eventsOf(resourceId)).map((event) => event.type)

async function apply(candidateId: string) {
  const { body: job } = await admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds.' })
  const { status, body } = await admin.post('/v1/applications', { job_id: job.id, candidate_id: candidateId })
  expect(status).toBe(201)
  return { job, application: body }
}

describe('POST /v1/candidates', () => {
  test('needs a token', async () => {
    expect((await api.anonymous.post('/v1/candidates', ADA)).status).toBe(401)
  })

  test.each([
    [{}, ['/first_name', '/last_name']],
    [{ ...ADA, first_name: ' ' }, ['/first_name']],
    [{ ...ADA, last_name: 'a\u0000b' }, ['/last_name']],
    [{ ...ADA, email: 'ada@' }, ['/email']],
    [{ ...ADA, phone: '12' }, ['/phone']],
    [{ ...ADA, phone: '020 7946 0018' }, ['/phone']],
    [{ ...ADA, links: [{ type: 'website', url: 'javascript:alert(1)' }] }, ['/links/0/url']],
    [{ ...ADA, links: [{ type: 'fax', url: 'https://ada.example' }] }, ['/links/0/type']],
    [{ ...ADA, links: null }, ['/links']],
    [{ ...ADA, headline: 'x'.repeat(301) }, ['/headline']],
    [{ ...ADA, owner_id: newId() }, ['/owner_id']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await admin.post('/v1/candidates', body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers)
  })

  test.each(['viewer', 'interviewer', 'hiring_manager', 'client'] as const)('a %s may not', async (role) => {
    const { status, body } = await (await tenant.member(role)).post('/v1/candidates', ADA)
    expect([status, body.code]).toEqual([403, 'auth.forbidden_action'])
  })

  test('adds a candidate and tells of it', async () => {
    const { status, body, headers } = await admin.post('/v1/candidates', {
      ...ADA,
      email: '  Ada.L@Mail.EXAMPLE ',
      phone: '+44 (0)20 7946 0018',
      headline: 'Analyst',
      links: [{ type: 'github', url: 'https://GitHub.com/ada' }],
      source: 'referral',
    })
    expect(status).toBe(201)
    expect(headers.etag).toBe('"1"')
    expect(headers.location).toBe(`/v1/candidates/${body.id}`)
    expect(body).toMatchObject({
      ...ADA,
      email: 'ada.l@mail.example',
      phone: '+442079460018',
      headline: 'Analyst',
      company: null,
      links: [{ type: 'github', url: 'https://github.com/ada' }],
      source: 'referral',
      owner_id: tenant.user.id,
      version: 1,
    })
    expect((await admin.get(`/v1/candidates/${body.id}`)).body).toEqual(body)
    const payload = { source: 'referral', owner_id: tenant.user.id, version: 1 }
    expect(await eventsOf(body.id)).toEqual([{ type: 'candidate.created', payload }])
  })

  test('a name and nothing else is enough, also twice', async () => {
    const [one, two] = [await add(), await add()]
    expect([one.email, one.links]).toEqual([null, []])
    expect(two.id).not.toBe(one.id)
  })

  test('an e-mail address that is taken is answered with who has it, and is free in another tenant', async () => {
    const email = address()
    const first = await add({ email })
    const { status, body } = await admin.post('/v1/candidates', { ...ADA, email: email.toUpperCase() })
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'candidate.duplicate', existing_id: first.id })
    await add({ email }, other.admin)
  })

  test('of several at once with one e-mail address, exactly one is added', async () => {
    const body = { ...ADA, email: address() }
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.post('/v1/candidates', body)))
    const made = answers.filter((answer) => answer.status === 201)
    const refused = answers.filter((answer) => answer.status === 409)
    expect([made.length, refused.length]).toEqual([1, 4])
    expect(new Set(refused.map((answer) => answer.body.existing_id))).toEqual(new Set([made[0]?.body.id]))
  })

  test('a dry run shows the candidate and leaves none', async () => {
    const email = address()
    const { body } = await admin.post('/v1/candidates', { ...ADA, email }, { prefer: 'dry-run' })
    expect(body).toMatchObject({ dry_run: true, result: { email }, events: [{ type: 'candidate.created' }] })
    expect((await admin.get(`/v1/candidates/${body.result.id}`)).status).toBe(404)
  })
})

describe('one candidate', () => {
  test('an unknown, a malformed and another tenant’s id have the same answer', async () => {
    const foreign = await add({}, other.admin)
    const calls = [
      (id: string) => admin.get(`/v1/candidates/${id}`),
      (id: string) => admin.patch(`/v1/candidates/${id}`, { company: 'Mine' }),
      (id: string) => admin.delete(`/v1/candidates/${id}`),
      (id: string) => admin.post(`/v1/candidates/${id}/restore`),
    ]
    for (const call of calls) {
      const answers = await Promise.all([call(foreign.id), call(newId()), call('not-an-id')])
      const bare = answers.map(({ status, body }) => ({ ...body, status, instance: '', request_id: '' }))
      expect(bare[0]).toMatchObject({ status: 404, code: 'candidate.not_found' })
      expect(bare).toEqual([bare[0], bare[0], bare[0]])
    }
    expect((await other.admin.get(`/v1/candidates/${foreign.id}`)).body).toEqual(foreign)
  })

  test('changes what was sent and nothing else', async () => {
    const links = [{ type: 'website', url: 'https://ada.example/' }]
    const candidate = await add({ email: address(), company: 'Analytical Engines', links })
    const { status, body } = await admin.patch(`/v1/candidates/${candidate.id}`, {
      company: null,
      location: 'London',
      links,
    })
    expect(status).toBe(200)
    const changed = { company: null, location: 'London', version: 2, updated_at: body.updated_at }
    expect(body).toEqual({ ...candidate, ...changed })
    expect((await admin.get(`/v1/candidates/${candidate.id}`)).body).toEqual(body)
    const [, updated] = await eventsOf(candidate.id)
    expect(updated).toMatchObject({
      type: 'candidate.updated',
      payload: { version: 2, changed: ['company', 'location'] },
    })
  })

  test('a change that changes nothing leaves no trace', async () => {
    const candidate = await add({ email: address(), links: [{ type: 'other', url: 'https://ada.example/' }] })
    const { email, links } = candidate
    expect((await admin.patch(`/v1/candidates/${candidate.id}`, { email, links })).body).toEqual(candidate)
    expect((await admin.patch(`/v1/candidates/${candidate.id}`, {})).body).toEqual(candidate)
    expect(await eventTypes(candidate.id)).toEqual(['candidate.created'])
  })

  test('cannot take an e-mail address that another has, nor lose its name', async () => {
    const [one, two] = [await add({ email: address() }), await add()]
    const { status, body } = await admin.patch(`/v1/candidates/${two.id}`, { email: one.email })
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'candidate.duplicate', existing_id: one.id })
    expect((await admin.patch(`/v1/candidates/${two.id}`, { last_name: null })).status).toBe(422)
  })

  test('of two who take one e-mail address at once, one wins', async () => {
    const email = address()
    const both = [await add(), await add()]
    const take = ({ id }: { id: string }) => admin.patch(`/v1/candidates/${id}`, { email })
    const statuses = (await Promise.all(both.map(take))).map((answer) => answer.status)
    expect(statuses.sort()).toEqual([200, 409])
  })

  test('an edit of an outdated version is refused', async () => {
    const { id } = await add()
    const edit = (company: string) => admin.patch(`/v1/candidates/${id}`, { company }, { 'if-match': '"1"' })
    const statuses = (await Promise.all([edit('One'), edit('Two')])).map((answer) => answer.status)
    expect(statuses.sort()).toEqual([200, 412])
    expect((await admin.delete(`/v1/candidates/${id}`, { 'if-match': '"1"' })).status).toBe(412)
  })
})

describe('deleting and restoring', () => {
  test('hides the candidate, frees the e-mail address, and comes back', async () => {
    const email = address()
    const candidate = await add({ email })
    expect((await admin.delete(`/v1/candidates/${candidate.id}`)).status).toBe(204)
    expect((await admin.get(`/v1/candidates/${candidate.id}`)).status).toBe(404)
    expect((await admin.delete(`/v1/candidates/${candidate.id}`)).status).toBe(404)
    expect((await admin.get(`/v1/candidates?filter[email]=${email}`)).body.data).toEqual([])
    const { status, body } = await admin.post(`/v1/candidates/${candidate.id}/restore`)
    expect(status).toBe(200)
    expect(body).toEqual({ ...candidate, version: 3, updated_at: body.updated_at })
    expect((await admin.get(`/v1/candidates/${candidate.id}`)).body).toEqual(body)
    expect(await eventTypes(candidate.id)).toEqual([
      'candidate.created',
      'candidate.quarantined',
      'candidate.restored',
    ])
  })

  test('does not come back when the e-mail address is taken meanwhile', async () => {
    const email = address()
    const gone = await add({ email })
    await admin.delete(`/v1/candidates/${gone.id}`)
    const heir = await add({ email })
    const { status, body } = await admin.post(`/v1/candidates/${gone.id}/restore`)
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'candidate.duplicate', existing_id: heir.id })
  })

  test('a candidate that is not deleted cannot be restored', async () => {
    const { id } = await add()
    const { status, body } = await admin.post(`/v1/candidates/${id}/restore`, {})
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'candidate.invalid_transition', attempted: 'restore', allowed: [] })
  })

  test('waits for the applications to be decided, which it then hides', async () => {
    const { id } = await add()
    const { job, application } = await apply(id)
    const { status, body } = await admin.delete(`/v1/candidates/${id}`)
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'candidate.active_applications', active_applications: 1 })
    await admin.post(`/v1/jobs/${job.id}/open`)
    await admin.post(`/v1/jobs/${job.id}/close`, { application_disposition: 'reject' })
    await tenant.drain()
    expect((await admin.delete(`/v1/candidates/${id}`)).status).toBe(204)
    expect((await admin.get(`/v1/applications/${application.id}`)).status).toBe(404)
  })

  test('deleting and applying at once leaves no active application of a deleted candidate', async () => {
    const { body: job } = await admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds.' })
    for (let i = 0; i < 5; i++) {
      const { id } = await add()
      const [applied, deleted] = await Promise.all([
        admin.post('/v1/applications', { job_id: job.id, candidate_id: id }),
        admin.delete(`/v1/candidates/${id}`),
      ])
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([applied.status, deleted.status])
    }
  })
})
