import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Answer, Client } from '#test/support/client.ts'
import { llmStub } from '#test/support/llm-stub.ts'
import { addProvider } from '../llm/provider.ts'
import { ANSWERS, accept, answerOpen, bearer, complete, type Invited, invite, invited } from './support.ts'

const api = await testApi()

/** Every way in, by whoever holds `client`. */
async function tries(client: Client, path: string): Promise<Answer[]> {
  const stream = await client.stream(`${path}/stream`)
  stream.close()
  return [
    stream.answer,
    await client.get(path),
    await client.post(`${path}/accept`, { disclosure_version: 1, use_ai: true }),
    await client.post(`${path}/messages`, { client_message_id: 'x', in_reply_to: 3, answer: 'x' }),
    await client.post(`${path}/request-human`),
    await client.post(`${path}/withdraw`),
  ]
}

const WRITES = 2

const refused = (answers: Answer[]) => answers.map(({ status, body }) => [status, body.code])
const all = (status: number, code: string, count: number) =>
  Array.from({ length: count }, () => [status, code])

describe('a token', () => {
  test('of another screening, of another tenant, of nobody, and none open nothing, and are told apart by nobody', async () => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant)
    const other = await invited(api, tenant)
    const foreign = await invited(api, await api.tenant())
    const [prefix, kind, tenantPart] = screening.token.split('_')
    const forged = [prefix, kind, tenantPart, screening.id.replaceAll('-', ''), 'A'.repeat(43)].join('_')
    for (const token of [other.token, foreign.token, forged, 'ct_scr_x', 'eyJhbGciOiJub25lIn0.e30.']) {
      const answers = await tries(api.anonymous.with(bearer(token)), screening.path)
      expect(refused(answers)).toEqual(all(401, 'screening.unknown_token', 6))
    }
    expect(refused(await tries(api.anonymous, screening.path))).toEqual(
      all(401, 'screening.unknown_token', 6),
    )
    // A person of the tenant is not the candidate, and the candidate is nobody in the tenant.
    expect(refused(await tries(tenant.admin, screening.path))).toEqual(all(401, 'screening.unknown_token', 6))
    for (const url of ['/v1/screenings', `/v1/screenings/${screening.id}/transcript`, '/v1/me'])
      expect((await screening.candidate.get(url)).status).toBe(401)
    expect((await screening.candidate.get(screening.path)).body.state).toBe('pending')
  })

  test('is never taken from an address', async () => {
    const { path, token } = await invited(api, await api.tenant())
    const { status } = await api.anonymous.get(`${path}?token=${token}`)
    expect([400, 401]).toContain(status)
  })

  test('opens nothing once it has expired, also before the task that says so', async () => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant, { expires_in_days: 2 })
    api.clock.advance(2 * 86_400)
    expect(refused(await tries(screening.candidate, screening.path))).toEqual(
      all(410, 'screening.expired', 6),
    )
    await tenant.drain()
    expect(refused(await tries(screening.candidate, screening.path))).toEqual(
      all(410, 'screening.expired', 6),
    )
  })

  test('writes nothing once its screening has ended, reads the end of it, and then opens nothing', async () => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant)
    await complete(tenant, screening)
    const soon = await tries(screening.candidate, screening.path)
    expect(soon.slice(0, WRITES).map(({ status }) => status)).toEqual([200, 200])
    expect(refused(soon.slice(WRITES))).toEqual(all(410, 'screening.ended', 4))
    api.clock.advance(15 * 60)
    expect(refused(await tries(screening.candidate, screening.path))).toEqual(all(410, 'screening.ended', 6))
  })

  test('begins a screening once, however often the same choice is sent', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, await llmStub())
    const screening = await invited(api, tenant)
    const answers = await Promise.all([accept(screening), accept(screening), accept(screening)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.body.messages).toHaveLength(3)
    expect(await accept(screening, false)).toMatchObject({
      status: 409,
      body: { code: 'screening.invalid_transition', current_state: 'in_progress', attempted: 'start' },
    })
  })

  test.each([
    [
      'the company cancels',
      ({ admin }: TestTenant, { id }: Invited) => admin.post(`/v1/screenings/${id}/cancel`),
    ],
    [
      'the candidate leaves',
      (_: TestTenant, { candidate, path }: Invited) => candidate.post(`${path}/withdraw`),
    ],
  ])('is told the end when %s, and its stream ends', async (_what, end) => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant)
    await accept(screening)
    const stream = await screening.candidate.stream(`${screening.path}/stream`)
    await stream.take(3)
    expect((await end(tenant, screening)).status).toBe(200)
    await tenant.drain()
    expect((await stream.rest()).map(({ event }) => event)).toEqual(['closing'])
    expect(refused((await tries(screening.candidate, screening.path)).slice(WRITES))).toEqual(
      all(410, 'screening.ended', 4),
    )
  })

  test('writes nothing for an application that is no longer active, or of a tenant that is not', async () => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant)
    await tenant.admin.post(`/v1/applications/${screening.application.id}/reject`, {})
    expect(await accept(screening)).toMatchObject({
      status: 410,
      body: { code: 'screening.no_longer_needed' },
    })
    await api.sql("update tenants set status = 'suspended' where id = $1", [tenant.id])
    expect(refused(await tries(screening.candidate, screening.path))).toEqual(all(403, 'tenant.suspended', 6))
  })

  test('is stored as a hash, and stands in no log, event or task', async () => {
    const tenant = await api.tenant()
    const screening = await invited(api, tenant, { send_email: true })
    const dump = await api.sql(
      `select row_to_json(s)::text as row from screening_sessions s where tenant_id = $1
       union all select row_to_json(e)::text from events e where tenant_id = $1
       union all select row_to_json(t)::text from tasks t where tenant_id = $1`,
      [tenant.id],
    )
    await tenant.drain()
    expect(JSON.stringify(dump) + api.logged()).not.toContain(screening.token)
    expect(api.mailer.lastTo(screening.email)?.text).toContain(screening.token)
    const read = await tenant.admin.get(`/v1/screenings/${screening.id}`)
    expect(read.text).not.toContain('token')
  })
})

test('a replayed request is for the same holder alone', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  const key = { 'idempotency-key': 'k-1' }
  const send = (client: Client) =>
    client.post(`${screening.path}/accept`, { disclosure_version: 1, use_ai: false }, key)
  expect((await send(screening.candidate)).status).toBe(200)
  expect((await send(screening.candidate)).headers['idempotency-replayed']).toBe('true')
  expect((await send(api.anonymous)).status).toBe(401)
})

test('of an application one screening is open at a time', async () => {
  const tenant = await api.tenant()
  const screening = await invited(api, tenant)
  const again = () => tenant.admin.post(`/v1/applications/${screening.application.id}/screenings`, {})
  expect(await again()).toMatchObject({ status: 409, body: { code: 'screening.open' } })
  await screening.candidate.post(`${screening.path}/withdraw`)
  const answers = await Promise.all([again(), again(), again()])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
})

test('candidates of one application do not hear each other', async () => {
  const tenant = await api.tenant()
  const first = await invited(api, tenant)
  await first.candidate.post(`${first.path}/withdraw`)
  const second = await invite(api, tenant, first.application.id)
  await accept(second)
  await answerOpen(second, ANSWERS[0])
  expect((await first.candidate.get(first.path)).text).not.toContain(ANSWERS[0])
  const old = await api.anonymous.with(bearer(first.token)).get(second.path)
  expect(old.status).toBe(401)
})
