import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Received, Receiver } from './receiver.ts'
import { makeJob, PATH, subscribed } from './subscribed.ts'

const api = await testApi()

afterEach(() => {
  vi.restoreAllMocks()
})

/** Whether the reference library accepts a delivery, at the time it was sent. */
function accepts(secret: string, { headers, text }: Received): boolean {
  vi.spyOn(Date, 'now').mockReturnValue(Number(headers['webhook-timestamp']) * 1000)
  try {
    new Webhook(secret).verify(text, headers)
    return true
  } catch {
    return false
  } finally {
    vi.restoreAllMocks()
  }
}

async function nextDelivery(tenant: TestTenant, hook: Receiver): Promise<Received> {
  await api.sql(
    `insert into events (tenant_id, id, type, resource, resource_id, payload, actor, request_id, occurred_at)
     select $1, gen_random_uuid(), 'job.deleted', 'job', gen_random_uuid(), '{}', '{"type":"system","id":null}', gen_random_uuid(), $2`,
    [tenant.id, api.clock.now()],
  )
  await tenant.drain()
  const last = hook.received.at(-1)
  if (!last) throw new Error('nothing was delivered')
  return last
}

const rowOf = async (id: string) => {
  const [row] = await api.sql<{ old_secrets: { sealed: string; until: string }[]; row: string }>(
    'select old_secrets, e::text as row from webhook_endpoints e where id = $1',
    [id],
  )
  if (!row) throw new Error('no endpoint')
  return row
}

const rotate = async (tenant: TestTenant, id: string, body: object = {}) => {
  const answer = await tenant.admin.post(`${PATH}/${id}/rotate-secret`, body)
  expect(answer.status).toBe(200)
  return answer.body as { secret: string; old_secret_until: string | null; version: number }
}

const HOUR = 3600

describe('POST /v1/webhook-endpoints/:id/rotate-secret', () => {
  test.each([-1, 73, 1.5, '24'])('refuses an overlap of %j hours', async (overlap_hours) => {
    const { tenant, endpoint } = await subscribed(api)
    const answer = await tenant.admin.post(`${PATH}/${endpoint.id}/rotate-secret`, { overlap_hours })
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/overlap_hours'])
  })

  test('both secrets verify during the overlap, and only the new one afterwards', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const rotated = await rotate(tenant, endpoint.id, { overlap_hours: 2 })
    expect(rotated.secret).not.toBe(endpoint.secret)
    expect(rotated.version).toBe(2)

    const during = await nextDelivery(tenant, hook)
    const signatures = during.headers['webhook-signature']?.split(' ') ?? []
    expect(signatures).toHaveLength(2)
    const newOnly = { ...during, headers: { ...during.headers, 'webhook-signature': signatures[0] ?? '' } }
    expect([accepts(rotated.secret, newOnly), accepts(endpoint.secret, newOnly)]).toEqual([true, false])
    expect([accepts(rotated.secret, during), accepts(endpoint.secret, during)]).toEqual([true, true])

    api.clock.advance(2 * HOUR)
    const after = await nextDelivery(tenant, hook)
    expect([accepts(rotated.secret, after), accepts(endpoint.secret, after)]).toEqual([true, false])
    expect(after.headers['webhook-signature']).not.toContain(' ')
  })

  test('the old secret is sealed while it lasts, and removed when its time is up', async () => {
    const { tenant, endpoint } = await subscribed(api)
    const rotated = await rotate(tenant, endpoint.id)
    const { old_secrets, row } = await rowOf(endpoint.id)
    expect(old_secrets).toEqual([{ sealed: expect.stringMatching(/^v1\./), until: rotated.old_secret_until }])
    for (const { secret } of [endpoint, rotated]) expect(row).not.toContain(secret.slice('whsec_'.length))
    await tenant.drain()
    expect((await rowOf(endpoint.id)).old_secrets).toHaveLength(1)
    api.clock.advance(24 * HOUR)
    await tenant.drain()
    expect((await rowOf(endpoint.id)).old_secrets).toEqual([])
  })

  test('up to two old secrets last beside the new one; without an overlap none does', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const secrets = [endpoint.secret]
    for (let i = 0; i < 3; i++) secrets.unshift((await rotate(tenant, endpoint.id)).secret)
    const sent = await nextDelivery(tenant, hook)
    expect(secrets.map((secret) => accepts(secret, sent))).toEqual([true, true, true, false])

    const last = await rotate(tenant, endpoint.id, { overlap_hours: 0 })
    expect(last.old_secret_until).toBeNull()
    expect((await rowOf(endpoint.id)).old_secrets).toEqual([])
    const now = await nextDelivery(tenant, hook)
    expect([last.secret, ...secrets].map((secret) => accepts(secret, now))).toEqual([
      true,
      ...secrets.map(() => false),
    ])
  })

  test('a repetition with the same Idempotency-Key answers the same secret', async () => {
    const { tenant, endpoint } = await subscribed(api)
    const key = { 'idempotency-key': endpoint.id }
    const url = `${PATH}/${endpoint.id}/rotate-secret`
    const [first, second] = [await tenant.admin.post(url, {}, key), await tenant.admin.post(url, {}, key)]
    expect(second.body).toEqual(first.body)
    expect(first.headers['cache-control']).toBe('no-store')
    const kept = await api.sql('select body from idempotency_keys where tenant_id = $1', [tenant.id])
    expect(JSON.stringify(kept)).not.toContain(first.body.secret)
  })

  test('with a stale If-Match it changes nothing', async () => {
    const { tenant, hook, endpoint } = await subscribed(api)
    const stale = await tenant.admin.post(`${PATH}/${endpoint.id}/rotate-secret`, {}, { 'if-match': '"7"' })
    expect(stale.status).toBe(412)
    await makeJob(tenant)
    await tenant.drain()
    expect(hook.received.map((sent) => accepts(endpoint.secret, sent))).toEqual([true])
  })
})
