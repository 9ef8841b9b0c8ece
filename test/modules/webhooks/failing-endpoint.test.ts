import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { receiver } from './receiver.ts'
import { PATH, subscribe, subscribed } from './subscribed.ts'

const api = await testApi()

const HOUR = 3600

/** Events that no person makes, because tokens do not live as long as this takes. */
async function happens(tenant: TestTenant): Promise<void> {
  await api.sql(
    `insert into events (tenant_id, id, type, resource, resource_id, payload, actor, request_id, occurred_at)
     select $1, gen_random_uuid(), 'job.deleted', 'job', gen_random_uuid(), '{}', '{"type":"system","id":null}', gen_random_uuid(), $2`,
    [tenant.id, api.clock.now()],
  )
  await tenant.drain()
}

async function read(tenant: TestTenant, id: string) {
  const { email, password } = tenant.user
  const { body } = await api.anonymous.post('/v1/auth/login', { email, password })
  const admin = api.anonymous.with({ authorization: `Bearer ${body.access_token}` })
  return (await admin.get(`${PATH}/${id}`)).body
}

describe('an endpoint', () => {
  test('shows how it is doing, counting failures of a minute once', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    await happens(tenant)
    const sound = await read(tenant, endpoint.id)
    expect(sound).toMatchObject({ first_failing_at: null, failure_count: 0, last_failure_at: null })
    expect(sound.last_success_at).toEqual(expect.any(String))

    hook.answers(500)
    await happens(tenant)
    await happens(tenant)
    const failing = await read(tenant, endpoint.id)
    expect(failing).toMatchObject({ failure_count: 1, version: 1, last_success_at: sound.last_success_at })
    expect(failing.first_failing_at).toBe(failing.last_failure_at)
    api.clock.advance(61)
    await happens(tenant)
    expect(await read(tenant, endpoint.id)).toMatchObject({
      failure_count: 2,
      first_failing_at: failing.first_failing_at,
    })

    hook.answers(200)
    await happens(tenant)
    expect(await read(tenant, endpoint.id)).toMatchObject({ first_failing_at: null, failure_count: 0 })
  })

  test('that has only failed for five days is disabled, and the others are told once', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { events: ['job.*'] })
    const watcher = await receiver()
    await subscribe(tenant, watcher.url, { events: ['webhook_endpoint.disabled'] })
    hook.answers(500)
    for (let hours = 0; hours < 5 * 24; hours += 6) {
      await happens(tenant)
      expect((await read(tenant, endpoint.id)).status).toBe('active')
      api.clock.advance(6 * HOUR)
    }
    await happens(tenant)
    const disabled = await read(tenant, endpoint.id)
    expect(disabled).toMatchObject({ status: 'disabled_auto', status_reason: 'failing', version: 2 })
    expect(watcher.received.map(({ body }) => [body.type, body.resource_id, body.data])).toEqual([
      ['webhook_endpoint.disabled', endpoint.id, { status: 'disabled_auto', reason: 'failing' }],
    ])
    const calls = hook.received.length
    await happens(tenant)
    expect(hook.received).toHaveLength(calls)
  })

  test('with few failures in that time is not disabled, nor one that succeeded in between', async () => {
    const { tenant, hook, endpoint } = await subscribed(api, { max_attempts: 1 })
    hook.answers(500)
    await happens(tenant)
    api.clock.advance(6 * 24 * HOUR)
    await happens(tenant)
    expect(await read(tenant, endpoint.id)).toMatchObject({ status: 'active', failure_count: 2 })
    for (let i = 0; i < 30; i++) {
      hook.answers(i === 15 ? 200 : 500)
      await happens(tenant)
      api.clock.advance(8 * HOUR)
    }
    expect((await read(tenant, endpoint.id)).status).toBe('active')
  })
})
