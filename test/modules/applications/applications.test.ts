import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

async function made(by: Client, url: string, body: object) {
  const answer = await by.post(url, body)
  expect(answer.status).toBe(201)
  return answer.body
}

const draft = (fields: object = {}, by = admin) =>
  made(by, '/v1/jobs', { title: 'Engineer', description: 'Builds.', ...fields })

const add = (fields: object = {}, by = admin) =>
  made(by, '/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace', ...fields })

async function apply(fields: object = {}) {
  const [job, candidate] = [await draft(), await add()]
  return made(admin, '/v1/applications', { job_id: job.id, candidate_id: candidate.id, ...fields })
}

/** In the order the relay gave them. */
async function eventsOf(resourceId: string) {
  await tenant.drain()
  return api.sql<{ type: string; payload: Record<string, unknown> }>(
    'select type, payload from events where tenant_id = $1 and resource_id = $2 order by sequence',
    [tenant.id, resourceId],
  )
}

async function closeRejecting(jobId: string) {
  await admin.post(`/v1/jobs/${jobId}/open`)
  const { status } = await admin.post(`/v1/jobs/${jobId}/close`, { application_disposition: 'reject' })
  expect(status).toBe(200)
}

describe('POST /v1/applications', () => {
  test('needs a token', async () => {
    const body = { job_id: newId(), candidate_id: newId() }
    expect((await api.anonymous.post('/v1/applications', body)).status).toBe(401)
  })

  test.each([
    [{}, ['/job_id']],
    [{ job_id: newId() }, ['/candidate_id']],
    [
      { job_id: newId(), candidate_id: newId(), candidate: { first_name: 'A', last_name: 'B' } },
      ['/candidate'],
    ],
    [{ job_id: 'x', candidate_id: newId() }, ['/job_id']],
    [{ job_id: newId(), candidate_id: newId(), source: 'a\nb' }, ['/source']],
    [{ job_id: newId(), candidate_id: newId(), status: 'hired' }, ['/status']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await admin.post('/v1/applications', body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers)
  })

  test('refuses jobs and candidates that are unknown, deleted or another tenant’s', async () => {
    const [job, candidate] = [await draft(), await add()]
    const [gone, left] = [await draft(), await add()]
    await admin.delete(`/v1/jobs/${gone.id}`)
    await admin.delete(`/v1/candidates/${left.id}`)
    const [theirJob, theirCandidate] = [await draft({}, other.admin), await add({}, other.admin)]
    for (const job_id of [newId(), gone.id, theirJob.id]) {
      const { status, body } = await admin.post('/v1/applications', { job_id, candidate_id: candidate.id })
      expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'application.unknown_job', '/job_id'])
    }
    for (const candidate_id of [newId(), left.id, theirCandidate.id]) {
      const { status, body } = await admin.post('/v1/applications', { job_id: job.id, candidate_id })
      expect([status, body.code]).toEqual([422, 'application.unknown_candidate'])
      expect(body.errors[0].pointer).toBe('/candidate_id')
    }
  })

  test.each(['viewer', 'interviewer', 'client'] as const)('a %s may not', async (role) => {
    const body = { job_id: newId(), candidate_id: newId() }
    const answer = await (await tenant.member(role)).post('/v1/applications', body)
    expect([answer.status, answer.body.code]).toEqual([403, 'auth.forbidden_action'])
  })

  test('begins at the first stage, keeps what was submitted, and tells of it', async () => {
    const job = await draft()
    const candidate = await add({
      email: `${newId()}@mail.example`,
      headline: 'Analyst',
      links: [{ type: 'github', url: 'https://github.com/ada' }],
    })
    const { status, body, headers } = await admin.post('/v1/applications', {
      job_id: job.id,
      candidate_id: candidate.id,
      source: 'fair',
    })
    expect(status).toBe(201)
    expect(headers.etag).toBe('"1"')
    expect(headers.location).toBe(`/v1/applications/${body.id}`)
    const { first_name, last_name, email, phone, headline, company, location, links } = candidate
    expect(body).toMatchObject({
      job_id: job.id,
      candidate_id: candidate.id,
      resume_id: null,
      status: 'active',
      stage: { name: 'Applied', type: 'applied' },
      source: 'fair',
      snapshot: { first_name, last_name, email, phone, headline, company, location, links },
      applied_at: body.created_at,
      version: 1,
    })
    expect((await admin.get(`/v1/applications/${body.id}`)).body).toEqual(body)
    expect(await eventsOf(body.id)).toEqual([
      {
        type: 'application.created',
        payload: {
          bulk_id: null,
          job_id: job.id,
          candidate_id: candidate.id,
          stage_id: body.stage.id,
          status: 'active',
          version: 1,
        },
      },
    ])
    const { body: counted } = await admin.get(`/v1/jobs/${job.id}?expand=counters`)
    expect(counted.counters).toMatchObject({ applications: 1, active: 1 })
  })

  test.each([
    ['open', ['open'], 201],
    ['paused', ['open', 'pause'], 409],
    ['closed', ['open', 'close'], 409],
    ['cancelled', ['cancel'], 409],
  ])('a job that is %s', async (state, path, expected) => {
    const [job, candidate] = [await draft(), await add()]
    for (const step of path) await admin.post(`/v1/jobs/${job.id}/${step}`)
    const { status, body } = await admin.post('/v1/applications', {
      job_id: job.id,
      candidate_id: candidate.id,
    })
    expect(status).toBe(expected)
    if (status === 409) expect(body).toMatchObject({ code: 'application.job_not_open', job_status: state })
  })

  test('of several at once exactly one is made, the others name it', async () => {
    const [job, candidate] = [await draft(), await add()]
    const body = { job_id: job.id, candidate_id: candidate.id }
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.post('/v1/applications', body)))
    const first = answers.find((answer) => answer.status === 201)
    const refused = answers.filter((answer) => answer.status === 409)
    expect(refused).toHaveLength(4)
    for (const answer of refused) {
      expect(answer.body).toMatchObject({ code: 'application.duplicate', existing_id: first?.body.id })
    }
    const { allowed_actions: _, ...listed } = first?.body ?? {}
    expect((await admin.get(`/v1/applications?filter[job_id]=${job.id}`)).body.data).toEqual([listed])
  })

  test('the same Idempotency-Key has the same answer', async () => {
    const [job, candidate] = [await draft(), await add()]
    const body = { job_id: job.id, candidate_id: candidate.id }
    const send = () => admin.post('/v1/applications', body, { 'idempotency-key': `apply-${job.id}` })
    const [first, second] = [await send(), await send()]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
  })

  test('after a rejection a new one may follow, and both stay', async () => {
    const first = await apply()
    await closeRejecting(first.job_id)
    await tenant.drain()
    await admin.post(`/v1/jobs/${first.job_id}/reopen`)
    const again = { job_id: first.job_id, candidate_id: first.candidate_id }
    const second = await made(admin, '/v1/applications', again)
    const { body } = await admin.get(`/v1/applications?filter[job_id]=${first.job_id}&sort=created_at`)
    expect(body.data.map((one: { id: string; status: string }) => [one.id, one.status])).toEqual([
      [first.id, 'rejected'],
      [second.id, 'active'],
    ])
  })
})

describe('one application', () => {
  test('an unknown, a malformed and another tenant’s id have the same answer', async () => {
    const { id } = await apply()
    const calls = [
      (key: string) => other.admin.get(`/v1/applications/${key}`),
      (key: string) => other.admin.patch(`/v1/applications/${key}`, { source: 'mine' }),
    ]
    for (const call of calls) {
      const answers = await Promise.all([call(id), call(newId()), call('not-an-id')])
      const bare = answers.map(({ status, body }) => ({ ...body, status, instance: '', request_id: '' }))
      expect(bare[0]).toMatchObject({ status: 404, code: 'application.not_found' })
      expect(bare).toEqual([bare[0], bare[0], bare[0]])
    }
  })

  test('keeps what was submitted whatever becomes of the candidate', async () => {
    const application = await apply()
    const url = `/v1/applications/${application.id}?expand=candidate,job`
    await admin.patch(`/v1/candidates/${application.candidate_id}`, {
      last_name: 'King',
      headline: 'Countess',
    })
    await admin.delete(`/v1/jobs/${application.job_id}`)
    const { body } = await admin.get(url)
    expect(body).toMatchObject({ ...application, candidate: { last_name: 'King' }, job: null })
    expect(body.snapshot).toEqual(application.snapshot)
  })

  test('changes its source and nothing else', async () => {
    const application = await apply()
    const url = `/v1/applications/${application.id}`
    const { status, body } = await admin.patch(url, { source: 'agency' }, { 'if-match': '"1"' })
    expect(status).toBe(200)
    expect(body).toEqual({ ...application, source: 'agency', version: 2, updated_at: body.updated_at })
    expect((await admin.patch(url, { source: 'agency' })).body).toEqual(body)
    expect((await admin.patch(url, { source: 'fair' }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await admin.patch(url, { candidate_id: newId() })).status).toBe(422)
    const events = await eventsOf(application.id)
    expect(events.map((event) => event.type)).toEqual(['application.created', 'application.updated'])
    expect(events[1]?.payload).toMatchObject({ version: 2, changed: ['source'] })
  })
})
