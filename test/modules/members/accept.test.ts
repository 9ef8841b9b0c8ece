import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import {
  accept,
  bearer,
  eventsOf,
  invite,
  joined,
  loggedIn,
  outcome,
  PASSWORD,
  someone,
  tokenTo,
} from './support.ts'

const api = await testApi()
/** Of which tests move the clock. */
const late = await testApi()
// Callers are told apart by an address that no other test uses.
const limited = await testApi({ RATE_LIMITS: 'login=3/60', TRUST_PROXY: 'true' })
const tenant = await api.tenant()
const { admin } = tenant

async function invited(fields: Parameters<typeof invite>[1] = {}, by = tenant, at = api) {
  const email = fields.email ?? someone()
  const invitation = await invite(by, { ...fields, email })
  return { email, invitation, token: await tokenTo(at, by, email) }
}

describe('somebody new', () => {
  test('gets an account, a membership and a session', async () => {
    const { email, token, invitation } = await invited({ role: 'hiring_manager' })
    const { status, body, headers } = await accept(api, { token, full_name: 'Hedy Lamarr' })
    expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
    expect(body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^rt_/),
      token_type: 'Bearer',
      expires_in: 600,
    })
    const me = (await api.anonymous.get('/v1/me', bearer(body.access_token))).body
    expect(me).toMatchObject({ role: 'hiring_manager', user: { email, full_name: 'Hedy Lamarr' } })
    expect((await admin.get(`/v1/members/${me.user.id}`)).body).toMatchObject({
      id: me.user.id,
      email,
      full_name: 'Hedy Lamarr',
      role: 'hiring_manager',
      status: 'active',
    })
    expect((await admin.get(`/v1/members/invitations/${invitation.id}`)).body).toMatchObject({
      status: 'accepted',
      accepted_by: me.user.id,
    })
    expect(await eventsOf(api, tenant, me.user.id)).toEqual([
      {
        type: 'member.joined',
        payload: { role: 'hiring_manager', version: 1, invitation_id: invitation.id },
        actor: { type: 'user', id: me.user.id },
      },
    ])
    const again = await api.anonymous.post('/v1/auth/login', { email, password: PASSWORD })
    expect(again.status).toBe(200)
  })

  test('takes the name of the invitation unless they give another', async () => {
    const { token } = await invited({ full_name: 'Grace Hopper' })
    const { body } = await accept(api, { token })
    const me = await api.anonymous.get('/v1/me', bearer(body.access_token))
    expect(me.body.user.full_name).toBe('Grace Hopper')
  })

  test.each([
    [{ password: 'short' }, ['/password', '/full_name']],
    [{ full_name: 'N', password: 'x'.repeat(11) }, ['/password']],
    [{}, ['/full_name']],
  ])('is told what is missing in %j, and may try again', async (fields, pointers) => {
    const { token } = await invited()
    const answer = await accept(api, { token, ...fields })
    expect(outcome(answer)).toEqual([422, 'request.invalid_body'])
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers)
    expect((await accept(api, { token, full_name: 'N' })).status).toBe(200)
  })
})

describe('somebody with an account', () => {
  test('joins with its password, and keeps their name', async () => {
    const elsewhere = await api.tenant()
    const { token } = await invited({ email: elsewhere.user.email, role: 'viewer' })
    const { status, body } = await accept(api, {
      token,
      password: elsewhere.user.password,
      full_name: 'Somebody Else',
    })
    expect(status).toBe(200)
    const me = (await api.anonymous.get('/v1/me', bearer(body.access_token))).body
    expect([me.tenant.id, me.role, me.user.full_name]).toEqual([tenant.id, 'viewer', 'Ada Admin'])
    expect(me.memberships).toHaveLength(2)
  })

  test('does not with a wrong one, which counts like any', async () => {
    const [elsewhere, agency] = [await late.tenant(), await late.tenant()]
    const { token } = await invited({ email: elsewhere.user.email }, agency, late)
    for (let i = 0; i < 10; i++)
      expect(outcome(await accept(late, { token, password: 'wrong', full_name: 'N' }))).toEqual([
        401,
        'auth.wrong_credentials',
      ])
    const { email, password } = elsewhere.user
    expect(outcome(await accept(late, { token, password }))).toEqual([403, 'auth.locked'])
    expect(outcome(await late.anonymous.post('/v1/auth/login', { email, password }))).toEqual([
      403,
      'auth.locked',
    ])
    late.clock.advance(901)
    expect((await accept(late, { token, password })).status).toBe(200)
  })
})

describe('a token', () => {
  test('works once', async () => {
    const { token } = await invited()
    expect((await accept(api, { token, full_name: 'N' })).status).toBe(200)
    expect(outcome(await accept(api, { token, full_name: 'N' }))).toEqual([409, 'invitation.used'])
  })

  test('works once of many at once', async () => {
    const { token, email } = await invited()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => accept(api, { token, full_name: 'Nina New' })),
    )
    const codes = answers.map(({ status, body }) => (status === 200 ? 'in' : body.code)).sort()
    expect(codes.filter((code) => code === 'in')).toHaveLength(1)
    for (const code of codes.filter((one) => one !== 'in')) expect(code).toBe('invitation.used')
    const found = await api.sql('select id from users where email = $1', [email])
    expect(found).toHaveLength(1)
  })

  test('is answered again under the same Idempotency-Key', async () => {
    const { token } = await invited()
    const keyed = api.anonymous.with({ 'idempotency-key': newId() })
    const body = { token, password: PASSWORD, full_name: 'N' }
    const [first, second] = [
      await keyed.post('/v1/invitations/accept', body),
      await keyed.post('/v1/invitations/accept', body),
    ]
    expect([first.status, second.text]).toEqual([200, first.text])
  })

  test('ends after seven days', async () => {
    const agency = await late.tenant()
    const { token, email, invitation } = await invited({}, agency, late)
    late.clock.advance(7 * 86_400)
    expect(outcome(await accept(late, { token, full_name: 'N' }))).toEqual([409, 'invitation.expired'])
    const next = await invited({ email }, await loggedIn(late, agency), late)
    expect(next.invitation.id).not.toBe(invitation.id)
    expect(outcome(await accept(late, { token, full_name: 'N' }))).toEqual([409, 'invitation.expired'])
    expect((await accept(late, { token: next.token, full_name: 'N' })).status).toBe(200)
  })

  test('that is none is answered the same, whatever is wrong with it', async () => {
    const { token } = await invited()
    const [, tenantPart, id] = token.split('_')
    const secret = 'A'.repeat(43)
    for (const wrong of [
      'inv_',
      'x',
      `inv_${tenantPart}_${id}_${secret}`,
      `inv_${tenantPart}_${newId().replaceAll('-', '')}_${secret}`,
      `inv_${newId().replaceAll('-', '')}_${id}_${secret}`,
      `inv_${'0'.repeat(32)}_${'0'.repeat(32)}_${secret}`,
    ])
      expect(outcome(await accept(api, { token: wrong, full_name: 'N' }))).toEqual([
        404,
        'invitation.unknown_token',
      ])
    for (const body of [
      {},
      { token: '' },
      { token: 'x'.repeat(201), password: 'x' },
      { token, password: 'x', role: 'admin' },
    ])
      expect((await api.anonymous.post('/v1/invitations/accept', body)).status).toBe(422)
  })

  test('of a suspended tenant lets nobody in for now', async () => {
    const agency = await api.tenant()
    const { token } = await invited({}, agency)
    await api.sql(`update tenants set status = 'suspended' where id = $1`, [agency.id])
    expect(outcome(await accept(api, { token, full_name: 'N' }))).toEqual([403, 'tenant.suspended'])
    await api.sql(`update tenants set status = 'active' where id = $1`, [agency.id])
    expect((await accept(api, { token, full_name: 'N' })).status).toBe(200)
  })

  test('counts against the log-ins of an address', async () => {
    const octets = Buffer.from(newId().slice(-6), 'hex').join('.')
    const caller = limited.anonymous.with({ 'x-forwarded-for': `10.${octets}` })
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => caller.post('/v1/invitations/accept', { token: 'x', password: 'x' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([404, 404, 404, 429])
  })
})

describe('whoever was removed', () => {
  test('comes back with the role of the new invitation, and none of the old tokens', async () => {
    const member = await joined(api, tenant, 'admin')
    const key = await member.client.post('/v1/api-keys', { name: 'old', scopes: ['jobs:read'] })
    const withKey = api.anonymous.with(bearer(key.body.key))
    expect((await withKey.get('/v1/jobs')).status).toBe(200)
    await admin.delete(`/v1/members/${member.id}`)
    const { token } = await invited({ email: member.email, role: 'viewer' })
    const { status, body } = await accept(api, { token })
    expect(status).toBe(200)
    const me = (await api.anonymous.get('/v1/me', bearer(body.access_token))).body
    expect([me.user.id, me.role]).toEqual([member.id, 'viewer'])
    expect((await admin.get(`/v1/members/${member.id}`)).body).toMatchObject({ status: 'active', version: 3 })
    api.clock.advance(2)
    expect((await member.client.get('/v1/me')).status).toBe(401)
    expect(outcome(await withKey.get('/v1/jobs'))).toEqual([401, 'api_key.revoked'])
    const { refresh_token } = member.tokens
    expect((await api.anonymous.post('/v1/auth/refresh', { refresh_token })).status).toBe(401)
    expect((await api.anonymous.get('/v1/me', bearer(body.access_token))).status).toBe(200)
  })
})
