import { expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { complete, evaluationsOf, invited } from './support.ts'

const api = await testApi()

const READ_IT = { score: 70, reason: 'Read it.' }

test('of a candidate who is hidden from a recruiter nothing of a screening is seen, changed or sent in', async () => {
  const tenant = await api.tenant()
  await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [tenant.id])
  const [owner, other] = [await tenant.member('recruiter'), await tenant.member('recruiter')]
  const screening = await invited(api, { ...tenant, admin: owner })
  await complete(tenant, screening)
  const [evaluation] = await evaluationsOf({ admin: owner }, screening.id)
  const application = `/v1/applications/${screening.application.id}`
  const form = { questions_version: 1, answers: [] }
  const tries = async (client: Client) => [
    await client.get(`/v1/screenings/${screening.id}`),
    await client.get(`/v1/screenings/${screening.id}/transcript`),
    await client.get(`/v1/ai-evaluations/${evaluation.id}`),
    await client.get(`${application}/screenings`),
    await client.post(`/v1/screenings/${screening.id}/cancel`),
    await client.post(`/v1/ai-evaluations/${evaluation.id}/override`, READ_IT),
    await client.post(`${application}/screening-answers`, form),
    await client.post(`${application}/screenings`, {}),
  ]
  expect((await tries(other)).map(({ status }) => status)).toEqual(Array(8).fill(404))
  for (const path of ['/v1/screenings', '/v1/ai-evaluations'])
    expect((await other.get(path)).body.data).toEqual([])
  expect((await tries(owner)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 409, 201, 422, 201])
})

test('hiring managers read and override the evaluations for their jobs', async () => {
  const tenant = await api.tenant()
  const manager = await tenant.member('hiring_manager')
  const [first, second] = [await invited(api, tenant), await invited(api, tenant)]
  await tenant.admin.patch(`/v1/jobs/${first.job.id}`, { hiring_manager_id: manager.userId })
  await complete(tenant, first)
  await complete(tenant, second)
  const [own] = await evaluationsOf(tenant, first.id)
  const [foreign] = await evaluationsOf(tenant, second.id)
  expect((await manager.get('/v1/ai-evaluations')).body.data).toEqual([own])
  const override = (id: string) => manager.post(`/v1/ai-evaluations/${id}/override`, READ_IT)
  expect((await manager.get(`/v1/ai-evaluations/${foreign.id}`)).status).toBe(404)
  expect((await override(foreign.id)).status).toBe(404)
  expect(await override(own.id)).toMatchObject({ status: 201, body: { decided_by: manager.userId } })
})
