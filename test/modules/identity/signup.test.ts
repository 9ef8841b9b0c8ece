import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { bearer, outcome, PASSWORD, signupOf } from './accounts.ts'

const api = await testApi()
const closed = await testApi({ SIGNUP: 'closed' })
const signUp = (body: unknown) => api.anonymous.post('/v1/signup', body)
const usersOf = (email: string) => api.sql('select id from users where email = $1', [email])

describe('POST /v1/signup', () => {
  test('makes a tenant, its administrator and a session', async () => {
    const sent = signupOf()
    const { status, body, headers } = await signUp(sent)
    expect(status).toBe(201)
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toEqual({
      tenant: {
        id: expect.any(String),
        ...sent.tenant,
        plan: 'free',
        status: 'active',
        created_at: expect.any(String),
      },
      user: {
        id: expect.any(String),
        email: sent.user.email,
        full_name: 'Ada Admin',
        created_at: body.tenant.created_at,
      },
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^rt_/),
      token_type: 'Bearer',
      expires_in: 600,
    })
    const me = await api.anonymous.get('/v1/me', bearer(body.access_token))
    expect([me.body.role, me.body.tenant]).toEqual(['admin', body.tenant])
  })

  test('keeps the password as an argon2id hash, and writes it nowhere else', async () => {
    const sent = signupOf({ user: { password: 'a very particular secret' } })
    expect((await signUp(sent)).status).toBe(201)
    const [row] = await api.sql('select * from users where email = $1', [sent.user.email])
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(JSON.stringify(row)).not.toContain(sent.user.password)
    expect(api.logged()).not.toContain(sent.user.password)
  })

  const { tenant, user } = signupOf()
  test.each<[string, unknown, string[]]>([
    ['nothing', {}, ['/tenant', '/user']],
    ['an empty name', signupOf({ tenant: { name: ' ' } }), ['/tenant/name']],
    ['a name with control characters', signupOf({ tenant: { name: 'a\u0007b' } }), ['/tenant/name']],
    ['a slug in capitals', signupOf({ tenant: { slug: 'Ada' } }), ['/tenant/slug']],
    ['a slug of one letter', signupOf({ tenant: { slug: 'a' } }), ['/tenant/slug']],
    ['a slug with a double hyphen', signupOf({ tenant: { slug: 'a--b' } }), ['/tenant/slug']],
    ['a slug that ends with a hyphen', signupOf({ tenant: { slug: 'a-' } }), ['/tenant/slug']],
    ['a slug that is too long', signupOf({ tenant: { slug: 'a'.repeat(64) } }), ['/tenant/slug']],
    ['no e-mail address', signupOf({ user: { email: 'ada' } }), ['/user/email']],
    [
      'an e-mail address that is too long',
      signupOf({ user: { email: `${'a'.repeat(250)}@b.example` } }),
      ['/user/email'],
    ],
    ['a short password', signupOf({ user: { password: 'x'.repeat(11) } }), ['/user/password']],
    ['an endless password', signupOf({ user: { password: 'x'.repeat(201) } }), ['/user/password']],
    ['a plan of its own choice', { tenant: { ...tenant, plan: 'enterprise' }, user }, ['/tenant/plan']],
    ['a role of its own choice', { tenant, user: { ...user, role: 'admin' } }, ['/user/role']],
  ])('refuses %s', async (_what, body, pointers) => {
    const answer = await signUp(body)
    expect(outcome(answer)).toEqual([422, 'request.invalid_body'])
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(pointers)
  })

  test('refuses a slug that is taken, and leaves no user behind', async () => {
    const first = signupOf()
    await signUp(first)
    const second = signupOf({ tenant: { slug: first.tenant.slug } })
    expect(outcome(await signUp(second))).toEqual([409, 'signup.slug_taken'])
    expect(await usersOf(second.user.email)).toEqual([])
  })

  test('refuses an e-mail address that is taken, however it is written, and leaves no tenant behind', async () => {
    const first = signupOf()
    await signUp(first)
    const second = signupOf({ user: { email: ` ${first.user.email.toUpperCase()} ` } })
    expect(outcome(await signUp(second))).toEqual([409, 'signup.email_taken'])
    expect(await api.sql('select id from tenants where slug = $1', [second.tenant.slug])).toEqual([])
  })

  test('gives a slug to one of those who ask at once', async () => {
    const { slug } = signupOf().tenant
    const answers = await Promise.all([1, 2, 3, 4].map(() => signUp(signupOf({ tenant: { slug } }))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
  })

  test('is closed where the operator says so', async () => {
    const sent = signupOf()
    expect(outcome(await closed.anonymous.post('/v1/signup', sent))).toEqual([403, 'signup.closed'])
    expect(await usersOf(sent.user.email)).toEqual([])
    await signUp(sent)
    const { email } = sent.user
    expect((await closed.anonymous.post('/v1/auth/login', { email, password: PASSWORD })).status).toBe(200)
  })
})
