import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { llmStub } from '#test/support/llm-stub.ts'
import { addProvider } from '../llm/provider.ts'
import {
  ANSWERS,
  accept,
  answerOpen,
  applicationOf,
  complete,
  evaluationsOf,
  invited,
  typesOf,
} from './support.ts'

const api = await testApi()

const HOUR = 3600

/** Somebody whose token outlives the hours of a test. */
const readerOf = async (tenant: TestTenant) => ({
  admin: await tenant.key(['screenings:read', 'events:read', 'applications:read']),
})

describe('time', () => {
  test('leaves a screening that nobody goes on with abandoned, and counts from the last answer', async () => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant, { idle_minutes: 60 })
    const reader = await readerOf(tenant)
    await tenant.drain()
    await accept(screening)
    api.clock.advance(0.9 * HOUR)
    await tenant.drain()
    await answerOpen(screening, ANSWERS[0])
    api.clock.advance(0.9 * HOUR)
    await tenant.drain()
    const read = async () => (await reader.admin.get(`/v1/screenings/${screening.id}`)).body
    expect((await read()).state).toBe('in_progress')
    api.clock.advance(0.1 * HOUR)
    // By the clock, before the task.
    expect((await answerOpen(screening, 'Early')).body.code).toBe('screening.ended')
    await tenant.drain()
    expect(await read()).toMatchObject({ state: 'abandoned', end_reason: 'idle', position: 1 })
    expect(
      (await typesOf(reader, screening.id)).filter((type) => type === 'screening.abandoned'),
    ).toHaveLength(1)
    const { messages } = (await reader.admin.get(`/v1/screenings/${screening.id}/transcript`)).body
    expect(messages.at(-1).kind).toBe('closing')
    expect(await evaluationsOf(reader, screening.id)).toEqual([])
    const { status } = (await reader.admin.get(`/v1/applications/${screening.application.id}`)).body
    expect(status).toBe('active')
  })

  test('ends one that never began as expired', async () => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant, { expires_in_days: 1 })
    const reader = await readerOf(tenant)
    await tenant.drain()
    api.clock.advance(24 * HOUR)
    await tenant.drain()
    const { body } = await reader.admin.get(`/v1/screenings/${screening.id}`)
    expect(body).toMatchObject({ state: 'expired', end_reason: 'link_expired' })
    expect(await typesOf(reader, screening.id)).toContain('screening.expired')
  })
})

test('a candidate who asks for a person gets no model, and a person has to read it', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  const asked = await screening.candidate.post(`${screening.path}/request-human`)
  expect(asked.body.human_requested_at).not.toBeNull()
  const again = await screening.candidate.post(`${screening.path}/request-human`)
  expect(again.body).toEqual(asked.body)
  await complete(tenant, screening, { answers: ['I ran PostgreSQL', 'Early', 3, true] })
  expect((await evaluationsOf(tenant, screening.id))[0]).toMatchObject({
    needs_human: true,
    flags: ['human_requested'],
  })
  const types = await typesOf(tenant, screening.id)
  expect(types.filter((type) => type === 'screening.human_requested')).toHaveLength(1)
})

test('a request for a person that comes into the turn of a model leaves the next question asked', async () => {
  const tenant = await api.tenant()
  const stub = await llmStub()
  await addProvider(tenant, stub)
  const screening = await invited(api, tenant)
  await accept(screening)
  expect((await answerOpen(screening, ANSWERS[0])).status).toBe(200)
  const asked = await screening.candidate.post(`${screening.path}/request-human`)
  expect(asked.body.open_question).toBeNull()
  await tenant.drain()
  const { open_question: open, messages } = (await screening.candidate.get(screening.path)).body
  expect(open).toMatchObject({ kind: 'choice', sequence: messages.length })
  expect(stub.asked).toEqual([])
})

test('cancelling needs a screening that is open, and the version that was seen', async () => {
  const tenant = await api.tenant()
  const { id } = await invited(api, tenant)
  const cancel = (headers = {}) => tenant.admin.post(`/v1/screenings/${id}/cancel`, undefined, headers)
  expect((await cancel({ 'if-match': '"9"' })).status).toBe(412)
  expect(await cancel()).toMatchObject({
    status: 200,
    body: { state: 'cancelled', end_reason: 'cancelled_by_company' },
  })
  expect(await cancel()).toMatchObject({
    status: 409,
    body: {
      code: 'screening.invalid_transition',
      current_state: 'cancelled',
      attempted: 'cancel',
      allowed: [],
    },
  })
})

test('an invitation needs an active application, questions, and for a mail an address', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const { application, candidate } = await applicationOf(tenant)
  const invite = (id: string, body = {}) => admin.post(`/v1/applications/${id}/screenings`, body)
  expect((await invite(application.id, { idle_minutes: 1 })).status).toBe(422)
  await admin.post(`/v1/applications/${application.id}/reject`, {})
  expect((await invite(application.id)).body.code).toBe('screening.application_closed')
  const job = (await admin.post('/v1/jobs', { title: 'Cook', description: 'Cooks' })).body
  const applied = { job_id: job.id, candidate_id: candidate.id }
  const bare = (await admin.post('/v1/applications', applied)).body
  expect((await invite(bare.id)).body.code).toBe('screening.no_questions')
  const nobody = (await admin.post('/v1/candidates', { first_name: 'No', last_name: 'Mail' })).body
  const silent = (await admin.post('/v1/applications', { job_id: job.id, candidate_id: nobody.id })).body
  const questions = [{ kind: 'yes_no', text: 'Can you cook?' }]
  await admin.put(`/v1/jobs/${job.id}/screening-questions`, { questions })
  expect((await invite(silent.id, { send_email: true })).body.code).toBe('screening.no_email')
  expect((await invite(silent.id)).status).toBe(201)
})

test('screenings are listed by what they are of, and for hiring managers by their jobs', async () => {
  const tenant = await api.tenant()
  const manager = await tenant.member('hiring_manager')
  const viewer = await tenant.member('viewer')
  const first = await invited(api, tenant)
  const second = await invited(api, tenant)
  await tenant.admin.patch(`/v1/jobs/${first.job.id}`, { hiring_manager_id: manager.userId })
  const ids = async (client: typeof manager | typeof tenant.admin, query = '') =>
    (await client.get(`/v1/screenings${query}`)).body.data.map(({ id }: { id: string }) => id)
  expect(await ids(tenant.admin)).toEqual([second.id, first.id])
  expect(await ids(tenant.admin, `?filter[job_id]=${first.job.id}`)).toEqual([first.id])
  expect(await ids(tenant.admin, '?filter[state]=in_progress')).toEqual([])
  expect(await ids(manager)).toEqual([first.id])
  const own = await manager.get(`/v1/applications/${first.application.id}/screenings`)
  expect(own.body.data).toHaveLength(1)
  for (const path of ['', '/transcript'])
    expect((await manager.get(`/v1/screenings/${second.id}${path}`)).status).toBe(404)
  expect((await manager.post(`/v1/screenings/${second.id}/cancel`)).status).toBe(404)
  expect((await manager.post(`/v1/applications/${second.application.id}/screenings`, {})).status).toBe(404)
  expect((await viewer.get('/v1/screenings')).status).toBe(403)
})

test('nobody who works in a tenant changes or removes a line of a transcript, or an evaluation', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  await complete(tenant, screening)
  const client = await api.context.db.app.connect()
  try {
    for (const table of ['screening_messages', 'ai_evaluations', 'screening_question_sets'])
      for (const change of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`])
        await expect(client.query(change)).rejects.toMatchObject({ code: '42501' })
  } finally {
    client.release()
  }
})

test('a timeline tells of a screening, and not of each of its lines', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  await complete(tenant, screening)
  const { data } = (await tenant.admin.get(`/v1/candidates/${screening.candidateId}/timeline`)).body
  const types = data.map(({ type }: { type: string }) => type)
  expect(types).toEqual(expect.arrayContaining(['screening.invited', 'screening.completed']))
  expect(types).not.toContain('screening.message_added')
})
