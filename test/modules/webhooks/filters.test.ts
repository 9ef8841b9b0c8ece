import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { makeJob, PATH, subscribed } from './subscribed.ts'

const api = await testApi()
const tenant = await api.tenant()

const URL = 'http://127.0.0.1:9/hook'

const make = (fields: object) => tenant.admin.post(PATH, { url: URL, events: ['job.*'], ...fields })

describe('the filter of an endpoint', () => {
  test.each([
    [{}, '/filter'],
    [[], '/filter'],
    [{ status: [] }, '/filter/status'],
    [{ status: 'open' }, '/filter/status'],
    [{ status: [{}] }, '/filter/status/0'],
    [{ status: ['x'.repeat(201)] }, '/filter/status/0'],
    [{ status: Array(51).fill('open') }, '/filter/status'],
    [Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, [1]])), '/filter'],
    [{ candidate_id: ['x'] }, '/filter/candidate_id'],
    [{ toString: ['x'] }, '/filter/toString'],
  ])('refuses %j', async (filter, pointer) => {
    const { status, body } = await make({ filter })
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('names members of what is asked for, also after a change of either', async () => {
    const { body } = await make({ filter: { status: ['open'] } })
    expect(body.filter).toEqual({ status: ['open'] })
    const url = `${PATH}/${body.id}`
    const refused = await tenant.admin.patch(url, { events: ['match.scored'] })
    expect([refused.status, refused.body.code]).toEqual([422, 'webhook_endpoint.invalid_filter'])
    expect((await tenant.admin.patch(url, { events: ['match.scored'], filter: null })).body).toMatchObject({
      events: ['match.scored'],
      filter: null,
    })
  })

  async function typesSentWith(filter: object, act: (on: TestTenant) => Promise<void>): Promise<string[]> {
    const { tenant: on, hook } = await subscribed(api, { events: ['job.*', 'api_key.*'], filter })
    await act(on)
    await on.drain()
    return hook.received.map(({ body }) => body.type).sort()
  }

  async function openAndPause({ admin }: TestTenant, jobId: string): Promise<void> {
    await admin.post(`/v1/jobs/${jobId}/open`)
    await admin.post(`/v1/jobs/${jobId}/pause`)
  }

  test('lets pass what has one of the values in every member', async () => {
    const act = async (on: TestTenant) => openAndPause(on, await makeJob(on))
    expect(await typesSentWith({ status: ['open', 'paused'] }, act)).toEqual(['job.opened', 'job.paused'])
    expect(await typesSentWith({ status: ['open', 'paused'], version: [3] }, act)).toEqual(['job.paused'])
    expect(await typesSentWith({ status: ['closed'] }, act)).toEqual([])
  })

  test('looks into lists, and leaves out events without the member', async () => {
    const act = async (on: TestTenant) => {
      const id = await makeJob(on)
      await on.admin.patch(`/v1/jobs/${id}`, { title: 'Turner' })
      await on.admin.patch(`/v1/jobs/${id}`, { department: 'Shop' })
      await on.admin.post('/v1/api-keys', { name: 'k', scopes: ['jobs:read', 'events:read'] })
    }
    expect(await typesSentWith({ changed: ['title'] }, act)).toEqual(['job.updated'])
    expect(await typesSentWith({ scopes: ['events:read'] }, act)).toEqual(['api_key.created'])
  })
})
