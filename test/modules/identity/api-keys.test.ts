import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { bearer, outcome, told } from './accounts.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const KEYS = '/v1/api-keys'
const FORM = /^ats_live_[0-9a-f]{32}_[0-9A-Za-z_-]{8}_[0-9A-Za-z_-]{43}$/

async function makeKey(fields: object = {}, of: TestTenant = tenant) {
  const { status, body } = await of.admin.post(KEYS, { name: 'Key', scopes: ['jobs:read'], ...fields })
  expect(status).toBe(201)
  return body
}

const jobsBy = (key: string) => api.anonymous.get('/v1/jobs', bearer(key))
const inSeconds = (seconds: number) => new Date(api.clock.now().getTime() + seconds * 1000).toISOString()

describe('POST /v1/api-keys', () => {
  test('needs a token', async () => {
    expect((await api.anonymous.post(KEYS, { name: 'Key', scopes: ['*'] })).status).toBe(401)
  })

  test.each<[object, string[]]>([
    [{}, ['/name', '/scopes']],
    [{ name: '', scopes: ['jobs:read'] }, ['/name']],
    [{ name: 'Key', scopes: [] }, ['/scopes']],
    [{ name: 'Key', scopes: Array.from({ length: 51 }, () => 'jobs:read') }, ['/scopes']],
    [{ name: 'Key', scopes: ['x'.repeat(61)] }, ['/scopes/0']],
    [{ name: 'Key', scopes: ['jobs:read'], expires_at: 'tomorrow' }, ['/expires_at']],
    [{ name: 'Key', scopes: ['jobs:read'], expires_at: '9999-12-31T23:59:59-01:00' }, ['/expires_at']],
    [{ name: 'Key', scopes: ['jobs:read'], hash: 'x' }, ['/hash']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await admin.post(KEYS, body)
    expect(outcome(answer)).toEqual([422, 'request.invalid_body'])
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(pointers)
  })

  test.each(['jobs', 'jobs:fly', 'JOBS:read', 'job:*', ':*', 'jobs:read ', '**', '__proto__:read'])(
    'does not know the scope %j',
    async (scope) => {
      const answer = await admin.post(KEYS, { name: 'Key', scopes: ['jobs:read', scope] })
      expect(outcome(answer)).toEqual([422, 'api_key.unknown_scope'])
      expect(answer.body.errors[0].pointer).toBe('/scopes/1')
    },
  )

  test('refuses an expiry in the past', async () => {
    const body = { name: 'Key', scopes: ['jobs:read'], expires_at: inSeconds(-1) }
    expect(outcome(await admin.post(KEYS, body))).toEqual([422, 'api_key.expiry_in_past'])
  })

  test.each(['recruiter', 'hiring_manager', 'interviewer', 'viewer', 'client'] as const)(
    'a %s may not',
    async (role) => {
      const member = await tenant.member(role)
      expect(outcome(await member.post(KEYS, { name: 'Key', scopes: ['jobs:read'] }))).toEqual([
        403,
        'auth.forbidden_action',
      ])
    },
  )

  test.each(['*', 'jobs:*', 'jobs:write', 'candidates:read'])(
    'a key cannot make one that may %s when it may not itself',
    async (scope) => {
      const maker = await tenant.key(['tenant:read', 'tenant:write', 'jobs:read'])
      const answer = await maker.post(KEYS, { name: 'Child', scopes: ['jobs:read', scope] })
      expect(outcome(answer)).toEqual([422, 'api_key.scope_beyond_role'])
      expect((await maker.post(KEYS, { name: 'Child', scopes: ['jobs:read'] })).status).toBe(201)
    },
  )

  test('answers the key this once, and keeps its hash only', async () => {
    const made = await admin.post(KEYS, { name: 'Shown once', scopes: ['jobs:read', 'jobs:read'] })
    const { key, ...rest } = made.body
    expect(made.headers['cache-control']).toBe('no-store')
    expect(key).toMatch(FORM)
    expect(key).toContain(`_${tenant.id.replaceAll('-', '')}_${rest.prefix}_`)
    expect(rest).toMatchObject({
      name: 'Shown once',
      scopes: ['jobs:read'],
      created_by: tenant.user.id,
      last_used_at: null,
    })
    expect((await admin.get(`${KEYS}/${rest.id}`)).body).toEqual(rest)
    const [row] = await api.sql('select k::text as row from api_keys k where id = $1', [rest.id])
    // It may have an underscore in it.
    const secret = key.slice(-20)
    for (const place of [JSON.stringify(row), (await admin.get(KEYS)).text, api.logged()])
      expect(place).not.toContain(secret)
  })

  test('tells of it without the secret', async () => {
    const { id, key, prefix } = await makeKey({ name: 'Told' })
    const rows = await api.sql('select type, payload from events where tenant_id = $1 and resource_id = $2', [
      tenant.id,
      id,
    ])
    expect(rows).toEqual([
      { type: 'api_key.created', payload: { name: 'Told', prefix, scopes: ['jobs:read'] } },
    ])
    expect(JSON.stringify(rows)).not.toContain(key.split('_').at(-1))
  })

  test('tried dry makes none', async () => {
    const before = (await admin.get(KEYS)).body.data.length
    expect(
      (await admin.post(KEYS, { name: 'Dry', scopes: ['jobs:read'] }, { prefer: 'dry-run' })).status,
    ).toBe(200)
    expect((await admin.get(KEYS)).body.data.length).toBe(before)
  })
})

describe('a key', () => {
  test('works where its scopes reach, and nowhere else', async () => {
    const { key } = await makeKey()
    expect((await jobsBy(key)).status).toBe(200)
    const job = { title: 'Engineer', description: 'Builds' }
    expect(outcome(await api.anonymous.post('/v1/jobs', job, bearer(key)))).toEqual([
      403,
      'auth.forbidden_action',
    ])
    expect(outcome(await api.anonymous.get(KEYS, bearer(key)))).toEqual([403, 'auth.forbidden_action'])
  })

  test('is refused with one letter changed, anywhere', async () => {
    const { key } = await makeKey()
    const other = await api.tenant()
    const [ats, live, , prefix, ...secret] = key.split('_')
    const elsewhere = [ats, live, other.id.replaceAll('-', ''), prefix, ...secret].join('_')
    const last = key.at(-1) === 'A' ? 'B' : 'A'
    for (const forged of [
      `${key.slice(0, -1)}${last}`,
      elsewhere,
      key.slice(0, -1),
      `${key}A`,
      key.toUpperCase(),
      `ats_test_${key.slice(9)}`,
    ])
      expect(outcome(await jobsBy(forged))).toEqual([401, 'auth.invalid_token'])
  })

  test('ends at its expiry', async () => {
    const { key, expires_at } = await makeKey({ expires_at: inSeconds(100) })
    expect(expires_at).toMatch(/Z$/)
    expect((await jobsBy(key)).status).toBe(200)
    api.clock.advance(101)
    expect(outcome(await jobsBy(key))).toEqual([401, 'api_key.expired'])
  })

  test('notes its use, at most once a minute', async () => {
    const { id, key } = await makeKey()
    const lastUse = async () => (await admin.get(`${KEYS}/${id}`)).body.last_used_at
    await jobsBy(key)
    const first = await lastUse()
    expect(first).not.toBeNull()
    api.clock.advance(30)
    await jobsBy(key)
    expect(await lastUse()).toBe(first)
    api.clock.advance(31)
    await jobsBy(key)
    expect(Date.parse(await lastUse()) - Date.parse(first)).toBeGreaterThanOrEqual(60_000)
  })

  test('does not note what was refused', async () => {
    const { id, key } = await makeKey()
    await jobsBy(`${key.slice(0, -4)}AAAA`)
    expect((await admin.get(`${KEYS}/${id}`)).body.last_used_at).toBeNull()
  })

  test('shrinks and ends with its maker', async () => {
    const other = await api.tenant()
    const { key } = await makeKey({ scopes: ['*'] }, other)
    const role = (to: string) =>
      api.sql('update memberships set role = $1 where tenant_id = $2', [to, other.id])
    await role('viewer')
    expect((await jobsBy(key)).status).toBe(200)
    expect(outcome(await api.anonymous.post('/v1/jobs', {}, bearer(key)))).toEqual([
      403,
      'auth.forbidden_action',
    ])
    await api.sql(`update memberships set status = 'removed' where tenant_id = $1`, [other.id])
    api.clock.advance(2)
    expect(outcome(await jobsBy(key))).toEqual([401, 'auth.invalid_token'])
  })
})

describe('DELETE /v1/api-keys/:id', () => {
  test('ends a key at once, once, and says so', async () => {
    const { id, key } = await makeKey()
    expect((await jobsBy(key)).status).toBe(200)
    expect((await admin.delete(`${KEYS}/${id}?reason=leaked`)).status).toBe(204)
    expect(outcome(await jobsBy(key))).toEqual([401, 'api_key.revoked'])
    expect((await admin.get(`${KEYS}/${id}`)).body).toMatchObject({
      revoked_at: expect.any(String),
      revoke_reason: 'leaked',
    })
    expect(outcome(await admin.delete(`${KEYS}/${id}`))).toEqual([409, 'api_key.already_revoked'])
    const rows = await api.sql(
      'select type from events where tenant_id = $1 and resource_id = $2 order by id',
      [tenant.id, id],
    )
    expect(rows.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.revoked'])
  })

  test('by two at once is done once', async () => {
    const { id } = await makeKey()
    const answers = await Promise.all([1, 2, 3].map(() => admin.delete(`${KEYS}/${id}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409])
  })

  test('of a key of another tenant, or of none, is the same 404', async () => {
    const other = await api.tenant()
    const { id, key } = await makeKey({}, other)
    const answers = await Promise.all([id, newId(), 'x'].map((one) => admin.delete(`${KEYS}/${one}`)))
    expect(outcome(answers[0] as (typeof answers)[number])).toEqual([404, 'api_key.not_found'])
    expect(new Set(answers.map((answer) => JSON.stringify(told(answer)))).size).toBe(1)
    expect((await jobsBy(key)).status).toBe(200)
  })
})

describe('GET /v1/api-keys', () => {
  test('pages through the keys of the tenant, newest first', async () => {
    const other = await api.tenant()
    const made = []
    for (const name of ['one', 'two', 'three']) made.push((await makeKey({ name }, other)).id)
    const first = (await other.admin.get(`${KEYS}?limit=2`)).body
    const rest = (await other.admin.get(`${KEYS}?limit=2&cursor=${first.next_cursor}`)).body
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(made.reverse())
    expect([first.has_more, rest.has_more, rest.next_cursor]).toEqual([true, false, null])
  })

  test('since a time has the keys made or revoked by then', async () => {
    const other = await api.tenant()
    const [old, revoked] = [await makeKey({ name: 'old' }, other), await makeKey({ name: 'revoked' }, other)]
    api.clock.advance(1)
    const since = api.clock.now().toISOString()
    await other.admin.delete(`${KEYS}/${revoked.id}`)
    const made = await makeKey({ name: 'new' }, other)
    const { body } = await other.admin.get(`${KEYS}?updated_since=${since}`)
    const ids = body.data.map(({ id }: { id: string }) => id)
    expect(ids).toEqual([made.id, revoked.id])
    expect(ids).not.toContain(old.id)
  })
})
