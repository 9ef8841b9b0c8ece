import { expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Answer } from '#test/support/client.ts'
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

type Invitee = Awaited<ReturnType<typeof invited>>

const ENDS: Record<string, (tenant: TestTenant, of: Invitee) => Promise<Answer>> = {
  'the application is rejected': ({ admin }, { application }) =>
    admin.post(`/v1/applications/${application.id}/reject`, {}),
  'it is withdrawn': ({ admin }, { application }) =>
    admin.post(`/v1/applications/${application.id}/withdraw`, {}),
  'the candidate is hired': ({ admin }, { application }) =>
    admin.post(`/v1/applications/${application.id}/hire`, {}),
  'it is moved to another job': async ({ admin }, { application }) => {
    const { body } = await admin.post('/v1/jobs', { title: 'Cook', description: 'Cooks' })
    await admin.post(`/v1/jobs/${body.id}/open`)
    return admin.post(`/v1/applications/${application.id}/transfer`, { job_id: body.id })
  },
  'it is deleted': ({ admin }, { application }) => admin.delete(`/v1/applications/${application.id}`),
  'the candidate is deleted': async ({ admin }, { application, candidateId }) => {
    await admin.post(`/v1/applications/${application.id}/reject`, {})
    return admin.delete(`/v1/candidates/${candidateId}`)
  },
  'the job is closed and its applications with it': async ({ admin, drain }, { job }) => {
    const closed = await admin.post(`/v1/jobs/${job.id}/close`, { application_disposition: 'reject' })
    await drain()
    return closed
  },
  'the job is deleted': async ({ admin }, { job }) => {
    await admin.post(`/v1/jobs/${job.id}/close`, { application_disposition: 'keep' })
    return admin.delete(`/v1/jobs/${job.id}`)
  },
}

test.each(Object.keys(ENDS))('when %s, its screening ends, and says so without saying why', async (how) => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  await accept(screening)
  const stream = await screening.candidate.stream(`${screening.path}/stream`)
  await stream.take(3)
  expect([200, 204]).toContain((await ENDS[how]?.(tenant, screening))?.status)
  // By what is so, before the task.
  const refusal = { status: 410, body: { code: 'screening.no_longer_needed' } }
  const early = { client_message_id: 'early', in_reply_to: 3, answer: ANSWERS[0] }
  expect(await screening.candidate.post(`${screening.path}/messages`, early)).toMatchObject(refusal)
  await tenant.drain()
  const [last, ...more] = await stream.rest()
  expect(more).toEqual([])
  expect(last).toMatchObject({ event: 'closing', data: { text: expect.stringMatching(/no longer needed/) } })
  expect(last?.data.text).not.toMatch(/reject|hired|position|job/i)
  const held = await screening.candidate.get(screening.path)
  expect(held.body).toMatchObject({ state: 'cancelled', end_reason: 'no_longer_needed', open_question: null })
  expect(await screening.candidate.post(`${screening.path}/withdraw`)).toMatchObject(refusal)
  api.clock.advance(15 * 60)
  expect(await screening.candidate.get(screening.path)).toMatchObject(refusal)
})

test('an application that is back by then keeps its screening', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  const path = `/v1/applications/${screening.application.id}`
  await tenant.admin.post(`${path}/reject`, {})
  await tenant.admin.post(`${path}/unreject`, {})
  await tenant.drain()
  expect((await accept(screening)).status).toBe(200)
  expect(await typesOf(tenant, screening.id)).not.toContain('screening.cancelled')
})

test('an invitation and a rejection at once leave nothing open', async () => {
  const tenant = await api.tenant()
  const { application } = await applicationOf(tenant)
  await Promise.all([
    tenant.admin.post(`/v1/applications/${application.id}/screenings`, {}),
    tenant.admin.post(`/v1/applications/${application.id}/reject`, {}),
  ])
  await tenant.drain()
  const { data } = (await tenant.admin.get(`/v1/applications/${application.id}/screenings`)).body
  for (const { state } of data) expect(state).toBe('cancelled')
})

test('no mail with a link goes out to somebody of whom nothing is needed', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant, { send_email: true })
  await tenant.admin.post(`/v1/applications/${screening.application.id}/reject`, {})
  await tenant.drain()
  expect(api.mailer.lastTo(screening.email)).toBeUndefined()
})

test('of a deleted candidate nobody reads a screening, and with an erased one it is gone', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  await complete(tenant, screening)
  const [evaluation] = await evaluationsOf(tenant, screening.id)
  await tenant.admin.post(`/v1/applications/${screening.application.id}/reject`, {})
  await tenant.admin.delete(`/v1/candidates/${screening.candidateId}`)
  for (const path of [
    `/v1/screenings/${screening.id}`,
    `/v1/screenings/${screening.id}/transcript`,
    `/v1/applications/${screening.application.id}/screenings`,
    `/v1/ai-evaluations/${evaluation.id}`,
  ])
    expect((await tenant.admin.get(path)).status).toBe(404)
  for (const path of ['/v1/screenings', '/v1/ai-evaluations'])
    expect((await tenant.admin.get(path)).body.data).toEqual([])
  await api.sql('delete from applications where tenant_id = $1', [tenant.id])
  for (const table of ['screening_sessions', 'screening_messages', 'ai_evaluations'])
    expect(await api.sql(`select from ${table} where tenant_id = $1`, [tenant.id])).toEqual([])
})

test('answers to an application that is gone are not scored', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  await accept(screening)
  for (const answer of ANSWERS) await answerOpen(screening, answer)
  await tenant.admin.delete(`/v1/applications/${screening.application.id}`)
  await tenant.drain()
  expect(await api.sql('select from ai_evaluations where tenant_id = $1', [tenant.id])).toEqual([])
})
