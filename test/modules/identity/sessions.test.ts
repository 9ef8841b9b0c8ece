import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { bearer, outcome } from './accounts.ts'

const api = await testApi()
const tenant = await api.tenant()

interface Tokens {
  access_token: string
  refresh_token: string
}

async function logIn(): Promise<Tokens> {
  const { email, password } = tenant.user
  return (await api.anonymous.post('/v1/auth/login', { email, password })).body
}

const refresh = ({ refresh_token }: Tokens) => api.anonymous.post('/v1/auth/refresh', { refresh_token })
const logOut = ({ access_token }: Tokens, headers = {}) =>
  api.anonymous.post('/v1/auth/logout', undefined, { ...bearer(access_token), ...headers })
const me = ({ access_token }: Tokens) => api.anonymous.get('/v1/me', bearer(access_token))

describe('an access token', () => {
  test('lasts ten minutes', async () => {
    const tokens = await logIn()
    expect((await me(tokens)).status).toBe(200)
    api.clock.advance(590)
    expect((await me(tokens)).status).toBe(200)
    api.clock.advance(11)
    expect(outcome(await me(tokens))).toEqual([401, 'auth.expired_token'])
    expect((await me((await refresh(tokens)).body)).status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('is exchanged for a new pair of the same session', async () => {
    const first = await logIn()
    const { status, body, headers } = await refresh(first)
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(body.refresh_token).not.toBe(first.refresh_token)
    expect((await me(body)).status).toBe(200)
    expect((await me(first)).status).toBe(200)
  })

  test('is kept as a hash', async () => {
    const { refresh_token } = await logIn()
    const rows = await api.sql('select row_to_json(t)::text as row from refresh_tokens t')
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(refresh_token.slice(3))
    expect(api.logged()).not.toContain(refresh_token)
  })

  test('that comes back ends the session, for whoever holds it', async () => {
    const first = await logIn()
    const second = (await refresh(first)).body
    const third = (await refresh(second)).body
    expect(outcome(await refresh(first))).toEqual([401, 'auth.refresh_reused'])
    for (const tokens of [first, second, third]) {
      expect(outcome(await me(tokens))).toEqual([401, 'auth.revoked'])
      expect(outcome(await refresh(tokens))).toEqual([401, 'auth.invalid_token'])
    }
    const [session] = await api.sql(
      'select revoke_reason from sessions where revoked_at is not null order by revoked_at desc limit 1',
    )
    expect(session).toEqual({ revoke_reason: 'refresh_reused' })
  })

  test('that is sent many times at once is taken once, and ends the session', async () => {
    const first = await logIn()
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(first)))
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(['auth.refresh_reused', 'auth.invalid_token']).toContain(answer.body.code)
    expect(outcome(await me(won[0]?.body))).toEqual([401, 'auth.revoked'])
  })

  test('is answered again under the same Idempotency-Key, without counting as used twice', async () => {
    const { refresh_token } = await logIn()
    const headers = { 'idempotency-key': newId() }
    const [first, second] = [1, 2].map(() =>
      api.anonymous.post('/v1/auth/refresh', { refresh_token }, headers),
    )
    expect((await second)?.text).toBe((await first)?.text)
    expect((await me((await first)?.body)).status).toBe(200)
  })

  test('ends with its session: after thirty days unused', async () => {
    const tokens = await logIn()
    api.clock.advance(29 * 86_400)
    const next = (await refresh(tokens)).body
    api.clock.advance(29 * 86_400)
    const last = await refresh(next)
    expect(last.status).toBe(200)
    api.clock.advance(30 * 86_400 + 1)
    expect(outcome(await refresh(last.body))).toEqual([401, 'auth.invalid_token'])
  })

  test.each(['', 'rt_', 'rt_unknown', 'x'.repeat(200), 'x'.repeat(201)])(
    '%j is none',
    async (refresh_token) => {
      const { status } = await api.anonymous.post('/v1/auth/refresh', { refresh_token })
      expect(status).toBe(refresh_token === '' || refresh_token.length > 200 ? 422 : 401)
    },
  )
})

describe('POST /v1/auth/logout', () => {
  test('ends this session at once, and no other', async () => {
    const [here, there] = [await logIn(), await logIn()]
    expect((await me(here)).status).toBe(200)
    expect((await logOut(here)).status).toBe(204)
    expect(outcome(await me(here))).toEqual([401, 'auth.revoked'])
    expect(outcome(await refresh(here))).toEqual([401, 'auth.invalid_token'])
    expect(outcome(await logOut(here))).toEqual([401, 'auth.revoked'])
    expect((await me(there)).status).toBe(200)
  })

  test('takes an Idempotency-Key', async () => {
    const tokens = await logIn()
    expect((await logOut(tokens, { 'idempotency-key': newId() })).status).toBe(204)
    expect(outcome(await me(tokens))).toEqual([401, 'auth.revoked'])
  })

  test('cannot be tried dry', async () => {
    const tokens = await logIn()
    expect(outcome(await logOut(tokens, { prefer: 'dry-run' }))).toEqual([422, 'request.dry_run_unsupported'])
    expect((await me(tokens)).status).toBe(200)
  })

  test('is nothing an API key can do', async () => {
    const key = await (await api.tenant()).key(['jobs:read'])
    expect(outcome(await key.post('/v1/auth/logout'))).toEqual([409, 'auth.not_a_session'])
  })
})

test('a removed member is out within a second, and a new role holds', async () => {
  const other = await api.tenant()
  const recruiter = await other.member('recruiter')
  const job = { title: 'Engineer', description: 'Builds' }
  expect((await recruiter.post('/v1/jobs', job)).status).toBe(201)
  await api.sql(`update memberships set role = 'viewer' where user_id = $1`, [recruiter.userId])
  api.clock.advance(2)
  expect(outcome(await recruiter.post('/v1/jobs', job))).toEqual([403, 'auth.forbidden_action'])
  await api.sql(`update memberships set status = 'removed' where user_id = $1`, [recruiter.userId])
  api.clock.advance(2)
  expect(outcome(await recruiter.get('/v1/jobs'))).toEqual([401, 'auth.revoked'])
})
