import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { outcome } from './accounts.ts'

const api = await testApi()
const JOB = { title: 'Engineer', description: 'Builds' }

/** A standing is believed for a second. */
async function become(tenant: TestTenant, status: string): Promise<void> {
  await api.sql('update tenants set status = $1 where id = $2', [status, tenant.id])
  api.clock.advance(2)
}

describe('a suspended tenant', () => {
  test('is refused everywhere, whoever asks, and comes back whole', async () => {
    const tenant = await api.tenant()
    const callers = [tenant.admin, await tenant.member('viewer'), await tenant.key(['*'])]
    const { body: job } = await tenant.admin.post('/v1/jobs', JOB)
    await become(tenant, 'suspended')
    for (const caller of callers)
      for (const answer of [
        await caller.get('/v1/me'),
        await caller.get(`/v1/jobs/${job.id}`),
        await caller.post('/v1/jobs', JOB),
      ])
        expect(outcome(answer)).toEqual([403, 'tenant.suspended'])
    expect((await api.anonymous.get('/health/live')).status).toBe(200)
    await become(tenant, 'active')
    expect((await tenant.admin.get(`/v1/jobs/${job.id}`)).body).toEqual(job)
  })

  test('does not touch others', async () => {
    const [tenant, other] = [await api.tenant(), await api.tenant()]
    await become(tenant, 'suspended')
    expect((await other.admin.post('/v1/jobs', JOB)).status).toBe(201)
  })
})

describe('a cancelled tenant', () => {
  test('is read and not written', async () => {
    const tenant = await api.tenant()
    const callers = [tenant.admin, await tenant.key(['*'])]
    const { body: job } = await tenant.admin.post('/v1/jobs', JOB)
    await become(tenant, 'cancelled')
    for (const caller of callers) {
      expect((await caller.get('/v1/jobs')).status).toBe(200)
      const path = `/v1/jobs/${job.id}`
      for (const write of [
        caller.post('/v1/jobs', JOB),
        caller.patch(path, { title: 'x' }),
        caller.delete(path),
        caller.put(`${path}/skills`, { skills: [] }),
      ])
        expect(outcome(await write)).toEqual([403, 'tenant.cancelled'])
    }
    expect((await tenant.admin.get(`/v1/jobs/${job.id}`)).body).toEqual(job)
  })
})
