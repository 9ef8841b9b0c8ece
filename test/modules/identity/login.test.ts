import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { bearer, outcome, told } from './accounts.ts'

const api = await testApi()
const tenant = await api.tenant()
const login = (body: object) => api.anonymous.post('/v1/auth/login', body)
const credentials = ({ user: { email, password } }: TestTenant) => ({ email, password })
const wrong = (of: TestTenant) => ({ email: of.user.email, password: 'not the password' })

const join = (userId: string, other: TestTenant, status = 'active') =>
  api.sql(
    `insert into memberships (tenant_id, id, user_id, role, email, full_name, status, created_at, updated_at)
     values ($1, $2, $3, 'viewer', 'x@y.example', 'X', $4, now(), now())`,
    [other.id, newId(), userId, status],
  )

describe('POST /v1/auth/login', () => {
  test.each([
    [{}, ['/email', '/password']],
    [{ email: 'x', password: 'y' }, ['/email']],
    [{ email: 'a@b.example', password: 'x'.repeat(201) }, ['/password']],
    [{ email: 'a@b.example', password: 'x', remember: true }, ['/remember']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await login(body)
    expect(outcome(answer)).toEqual([422, 'request.invalid_body'])
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(pointers)
  })

  test('answers tokens that work', async () => {
    const { status, body, headers } = await login({
      ...credentials(tenant),
      email: tenant.user.email.toUpperCase(),
    })
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    const me = await api.anonymous.get('/v1/me', bearer(body.access_token))
    expect(me.body.user.email).toBe(tenant.user.email)
  })

  test('answers an unknown address as a wrong password', async () => {
    const unknown = await login({ email: `nobody@${newId()}.example`, password: 'not the password' })
    expect(outcome(unknown)).toEqual([401, 'auth.wrong_credentials'])
    expect(told(unknown)).toEqual(told(await login(wrong(tenant))))
  })

  test.each(['inactive', 'suspended'])('answers an %s user as a wrong password', async (status) => {
    const other = await api.tenant()
    await api.sql('update users set status = $1 where id = $2', [status, other.user.id])
    expect(outcome(await login(credentials(other)))).toEqual([401, 'auth.wrong_credentials'])
    api.clock.advance(2)
    expect(outcome(await other.admin.get('/v1/me'))).toEqual([401, 'auth.revoked'])
  })
})

describe('wrong passwords', () => {
  test('lock the account at the tenth, for a quarter of an hour', async () => {
    const other = await api.tenant()
    for (let i = 0; i < 10; i++)
      expect(outcome(await login(wrong(other)))).toEqual([401, 'auth.wrong_credentials'])
    expect(outcome(await login(credentials(other)))).toEqual([403, 'auth.locked'])
    api.clock.advance(14 * 60)
    expect(outcome(await login(credentials(other)))).toEqual([403, 'auth.locked'])
    api.clock.advance(61)
    expect((await login(credentials(other))).status).toBe(200)
  })

  test('count from nothing after the right one, and after a lock', async () => {
    const other = await api.tenant()
    for (const rounds of [9, 9]) {
      for (let i = 0; i < rounds; i++) await login(wrong(other))
      expect((await login(credentials(other))).status).toBe(200)
    }
    for (let i = 0; i < 10; i++) await login(wrong(other))
    api.clock.advance(15 * 60 + 1)
    expect(outcome(await login(wrong(other)))).toEqual([401, 'auth.wrong_credentials'])
    expect((await login(credentials(other))).status).toBe(200)
  })

  test('all count when they are sent at once', async () => {
    const other = await api.tenant()
    await Promise.all(Array.from({ length: 10 }, () => login(wrong(other))))
    expect(outcome(await login(credentials(other)))).toEqual([403, 'auth.locked'])
  })

  test('lock nobody else, and leave sessions alone', async () => {
    const other = await api.tenant()
    for (let i = 0; i < 10; i++) await login(wrong(other))
    expect((await other.admin.get('/v1/me')).status).toBe(200)
    expect((await login(credentials(tenant))).status).toBe(200)
  })
})

describe('an account of several tenants', () => {
  test('must name one', async () => {
    const [home, second, left] = [await api.tenant(), await api.tenant(), await api.tenant()]
    await join(home.user.id, second)
    await join(home.user.id, left, 'removed')
    const unnamed = await login(credentials(home))
    expect(outcome(unnamed)).toEqual([409, 'auth.choose_tenant'])
    const slugs = [home.slug, second.slug].sort()
    expect(unnamed.body.tenants).toEqual(slugs.map((slug) => ({ slug, name: slug })))

    const { status, body } = await login({ ...credentials(home), tenant_slug: second.slug })
    expect(status).toBe(200)
    const me = (await api.anonymous.get('/v1/me', bearer(body.access_token))).body
    expect([me.tenant.slug, me.role]).toEqual([second.slug, 'viewer'])
    expect(me.memberships.map((m: { tenant_slug: string }) => m.tenant_slug)).toEqual(slugs)
  })

  test('learns nothing of tenants it does not belong to', async () => {
    const named = await login({ ...credentials(tenant), tenant_slug: (await api.tenant()).slug })
    const unknown = await login({ ...credentials(tenant), tenant_slug: 'no-such-tenant' })
    expect(outcome(named)).toEqual([403, 'auth.no_membership'])
    expect(told(named)).toEqual(told(unknown))
  })

  test('is told of its tenants with the right password only', async () => {
    const home = await api.tenant()
    await join(home.user.id, tenant)
    expect(outcome(await login(wrong(home)))).toEqual([401, 'auth.wrong_credentials'])
  })
})
