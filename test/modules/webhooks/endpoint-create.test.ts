import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const PATH = '/v1/webhook-endpoints'
const HOOK = { url: 'http://127.0.0.1:9/hook', events: ['job.opened'] }

async function create(fields: object = {}, by = admin) {
  const { status, body } = await by.post(PATH, { ...HOOK, ...fields })
  expect(status).toBe(201)
  return body
}

const rowOf = async (id: string) => {
  const [row] = await api.sql<{ text: string }>(
    'select e::text as text from webhook_endpoints e where id = $1',
    [id],
  )
  return row?.text ?? ''
}

describe('POST /v1/webhook-endpoints', () => {
  test('needs a token', async () => {
    expect((await api.anonymous.post(PATH, HOOK)).status).toBe(401)
  })

  test.each([
    [{}, ['/url', '/events']],
    [{ ...HOOK, url: '' }, ['/url']],
    [{ ...HOOK, url: 'https://example.com/\u0000' }, ['/url']],
    [{ ...HOOK, url: `https://example.com/${'x'.repeat(2048)}` }, ['/url']],
    [{ ...HOOK, events: [] }, ['/events']],
    [{ ...HOOK, events: ['job.opened', 'job.exploded'] }, ['/events/1']],
    [{ ...HOOK, events: ['unicorn.*'] }, ['/events/0']],
    [{ ...HOOK, max_attempts: 0 }, ['/max_attempts']],
    [{ ...HOOK, max_attempts: 11 }, ['/max_attempts']],
    [{ ...HOOK, description: 'a\nb' }, ['/description']],
    [{ ...HOOK, secret: 'mine' }, ['/secret']],
    [{ ...HOOK, status: 'active' }, ['/status']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await admin.post(PATH, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers)
  })

  test.each([
    ...['Host', 'content-length', 'Content-Type', 'connection', 'Transfer-Encoding', 'cookie', 'User-Agent'],
    ...['webhook-id', 'Webhook-Signature', 'x-shortlist-tenant', 'proxy-authorization', 'upgrade', 'expect'],
    ...['', 'a b', 'a:b', 'é', 'a\r\nb', 'x'.repeat(101)],
  ])('refuses the header name %j', async (name) => {
    const { status, body } = await admin.post(PATH, { ...HOOK, headers: { [name]: 'x' } })
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toMatch(/^\/headers\//)
  })

  test.each(['a\r\nx-evil: 1', 'a\u0000', 'é', ' a', 'a ', 'x'.repeat(1001)])(
    'refuses the header value %j',
    async (value) => {
      const { status, body } = await admin.post(PATH, { ...HOOK, headers: { 'x-key': value } })
      expect([status, body.errors[0].pointer]).toEqual([422, '/headers/x-key'])
    },
  )

  test.each([
    ['more than 20', Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`x-${i}`, 'x']))],
    ['the same twice', { 'X-Key': '1', 'x-key': '2' }],
  ])('refuses headers: %s', async (_what, headers) => {
    const { status, body } = await admin.post(PATH, { ...HOOK, headers })
    expect([status, body.errors[0].pointer]).toEqual([422, '/headers'])
  })

  test.each([
    ['https://10.0.0.1/', 'blocked_address'],
    ['https://169.254.169.254/latest/meta-data/', 'blocked_address'],
    ['https://167772161/', 'blocked_address'],
    ['https://0x0a000001/', 'blocked_address'],
    ['https://[::ffff:10.0.0.1]/', 'blocked_address'],
    ['https://[::1]/', 'blocked_address'],
    ['https://[fd00::1]/', 'blocked_address'],
    ['http://93.184.216.34/', 'blocked_scheme'],
    ['ftp://93.184.216.34/', 'blocked_scheme'],
    ['file:///etc/passwd', 'blocked_scheme'],
    ['https://93.184.216.34:8443/', 'blocked_port'],
    ['https://user:word@93.184.216.34/', 'invalid_url'],
    ['not-a-url', 'invalid_url'],
  ])('refuses the destination %s: %s', async (url, reason) => {
    const { status, body } = await admin.post(PATH, { ...HOOK, url })
    expect([status, body.code]).toEqual([422, 'webhook_endpoint.invalid_url'])
    expect(body.errors).toMatchObject([{ pointer: '/url', code: reason }])
  })

  test.each(['recruiter', 'hiring_manager', 'interviewer', 'viewer'] as const)(
    'a %s may not',
    async (role) => {
      const { status, body } = await (await tenant.member(role)).post(PATH, HOOK)
      expect([status, body.code]).toEqual([403, 'auth.forbidden_action'])
    },
  )

  test('a key needs webhooks:write', async () => {
    expect((await (await tenant.key(['webhooks:read'])).post(PATH, HOOK)).status).toBe(403)
    await create({}, await tenant.key(['webhooks:write']))
  })

  test('makes an endpoint whose secret is shown this once', async () => {
    const answer = await admin.post(PATH, {
      ...HOOK,
      events: ['job.*', 'job.opened', 'job.*'],
      headers: { 'X-Key': 'opensesame' },
    })
    const { secret, ...endpoint } = answer.body
    expect(answer.headers).toMatchObject({ etag: '"1"', 'cache-control': 'no-store' })
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(endpoint).toMatchObject({
      url: HOOK.url,
      description: null,
      events: ['job.*', 'job.opened'],
      header_names: ['x-key'],
      max_attempts: 10,
      status: 'active',
      status_reason: null,
      allowed_actions: ['disable', 'test', 'replay'],
      filter: null,
      first_failing_at: null,
      failure_count: 0,
      last_success_at: null,
      last_failure_at: null,
      created_by: tenant.user.id,
      version: 1,
    })
    expect((await admin.get(`${PATH}/${endpoint.id}`)).body).toEqual(endpoint)

    const everywhere = [
      (await admin.get(`${PATH}?limit=100`)).text,
      (await admin.get(`${PATH}/${endpoint.id}/deliveries`)).text,
      await rowOf(endpoint.id),
      api.logged(),
    ].join()
    expect(everywhere).toContain(endpoint.id)
    expect(everywhere).not.toContain(secret.slice('whsec_'.length))
    expect(everywhere).not.toContain('opensesame')
  })

  test('a repetition with the same Idempotency-Key answers the same secret, which is not kept in the clear', async () => {
    const key = { 'idempotency-key': newId() }
    const first = await admin.post(PATH, HOOK, key)
    const second = await admin.post(PATH, HOOK, key)
    expect(second.body).toEqual(first.body)
    const kept = await api.sql('select body from idempotency_keys where tenant_id = $1', [tenant.id])
    expect(JSON.stringify(kept)).not.toContain(first.body.secret)
  })

  test('stops at 20 endpoints, also when several come at once', async () => {
    const crowded = await api.tenant()
    for (let i = 0; i < 19; i++) await create({}, crowded.admin)
    const answers = await Promise.all([1, 2, 3].map(() => crowded.admin.post(PATH, HOOK)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'webhook_endpoint.limit',
      limit: 20,
    })
    const { data } = (await crowded.admin.get(`${PATH}?limit=100`)).body
    await crowded.admin.delete(`${PATH}/${data[0].id}`)
    await create({}, crowded.admin)
  })
})
