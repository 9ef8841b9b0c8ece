import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { accept, eventsOf, invite, joined, loggedIn, outcome, someone, tokenTo } from './support.ts'

const api = await testApi({ WEB_URL: 'https://jobs.example.com/' })
/** Of which tests move the clock. */
const late = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

const DAY = 86_400

describe('POST /v1/members/invitations', () => {
  test.each([
    [{}, ['/email', '/role']],
    [{ email: 'nobody', role: 'viewer' }, ['/email']],
    [{ email: 'a@b.example\r\nBcc: c@d.example', role: 'viewer' }, ['/email']],
    [{ email: 'a@b.example', role: 'owner' }, ['/role']],
    [{ email: 'a@b.example', role: 'viewer', full_name: 'a\u0000b' }, ['/full_name']],
    [{ email: 'a@b.example', role: 'viewer', tenant_id: other.id }, ['/tenant_id']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await admin.post('/v1/members/invitations', body)
    expect(outcome(answer)).toEqual([422, 'request.invalid_body'])
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers)
  })

  test.each(['recruiter', 'hiring_manager', 'interviewer', 'viewer', 'client'] as const)(
    'a %s may not, and sees nobody’s',
    async (role) => {
      const member = await tenant.member(role)
      const body = { email: someone(), role: 'viewer' }
      expect((await member.post('/v1/members/invitations', body)).status).toBe(403)
      expect((await member.get('/v1/members/invitations')).status).toBe(403)
    },
  )

  test('invites for seven days, and tells of it without saying whom', async () => {
    const email = someone()
    const { status, body, headers } = await admin.post('/v1/members/invitations', {
      email: email.toUpperCase(),
      role: 'hiring_manager',
      full_name: 'Hedy Lamarr',
    })
    expect(status).toBe(201)
    expect(headers.location).toBe(`/v1/members/invitations/${body.id}`)
    expect(body).toMatchObject({
      email,
      role: 'hiring_manager',
      full_name: 'Hedy Lamarr',
      status: 'pending',
      invited_by: tenant.user.id,
      accepted_by: null,
      version: 1,
    })
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(7 * DAY * 1000)
    expect((await admin.get(`/v1/members/invitations/${body.id}`)).body).toEqual(body)
    const [event, ...more] = await eventsOf(api, tenant, body.id)
    expect([event?.type, more]).toEqual(['member.invited', []])
    expect(event?.payload).toEqual({ role: 'hiring_manager', expires_at: body.expires_at, version: 1 })
  })

  test('sends one mail, with a link that shows its token to no server', async () => {
    const email = someone()
    const { id } = await invite(tenant, { email, role: 'viewer' })
    const token = await tokenTo(api, tenant, email)
    const mails = api.mailer.sent.filter(({ to }) => to === email)
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatchObject({ id: `${id}.1`, template: 'invitation', subject: `Join ${tenant.slug}` })
    expect(mails[0]?.text).toContain(`https://jobs.example.com/invitations/accept#token=${token}`)
    expect(mails[0]?.text).toContain('Ada Admin invites you')
  })

  test('keeps the token nowhere in clear', async () => {
    const email = someone()
    const { id } = await invite(tenant, { email })
    const stored = async () =>
      JSON.stringify([
        await api.sql('select * from invitations where tenant_id = $1', [tenant.id]),
        await api.sql('select * from tasks where tenant_id = $1', [tenant.id]),
        await api.sql('select * from events where tenant_id = $1', [tenant.id]),
      ])
    const before = await stored()
    expect(before).toContain('sealed_token')
    const token = await tokenTo(api, tenant, email)
    const secret = token.split('_').slice(3).join('_')
    for (const text of [before, await stored(), api.logged()]) expect(text).not.toContain(secret)
    expect(api.logged()).not.toContain(email)
    expect(await stored()).toContain(id)
  })

  test('tries the mail again, under the same id', async () => {
    const email = someone()
    const { id } = await invite(tenant, { email })
    api.mailer.refuse = 2
    await tenant.drain()
    for (const seconds of [11, 31]) {
      expect(api.mailer.lastTo(email)).toBeUndefined()
      api.clock.advance(seconds)
      await tenant.drain()
    }
    expect(api.mailer.lastTo(email)?.id).toBe(`${id}.1`)
  })

  test('refuses a member, and a second invitation', async () => {
    const member = await joined(api, tenant)
    const again = await admin.post('/v1/members/invitations', { email: member.email, role: 'viewer' })
    expect([...outcome(again), again.body.existing_id]).toEqual([409, 'member.exists', member.id])
    const first = await invite(tenant)
    const second = await admin.post('/v1/members/invitations', { email: first.email, role: 'admin' })
    expect([...outcome(second), second.body.existing_id]).toEqual([409, 'invitation.pending', first.id])
  })

  test('makes one of many at once', async () => {
    const body = { email: someone(), role: 'viewer' }
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => admin.post('/v1/members/invitations', body)),
    )
    const made = answers.filter(({ status }) => status === 201)
    expect(made).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect([...outcome(answer), answer.body.existing_id]).toEqual([
        409,
        'invitation.pending',
        made[0]?.body.id,
      ])
  })

  test('an address may be invited by two tenants', async () => {
    const email = someone()
    await invite(tenant, { email })
    await invite(other, { email })
    expect(await tokenTo(api, tenant, email)).not.toBe(await tokenTo(api, other, email))
  })

  test('is answered once under an Idempotency-Key, with one mail', async () => {
    const email = someone()
    const keyed = admin.with({ 'idempotency-key': newId() })
    const send = () => keyed.post('/v1/members/invitations', { email, role: 'viewer' })
    expect((await send()).text).toBe((await send()).text)
    await tenant.drain()
    expect(api.mailer.sent.filter(({ to }) => to === email)).toHaveLength(1)
  })

  test('can be tried dry', async () => {
    const email = someone()
    const dry = await admin
      .with({ prefer: 'dry-run' })
      .post('/v1/members/invitations', { email, role: 'viewer' })
    expect(dry.body.events.map(({ type }: { type: string }) => type)).toEqual(['member.invited'])
    await tenant.drain()
    expect(api.mailer.lastTo(email)).toBeUndefined()
    await invite(tenant, { email })
  })
})

describe('GET /v1/members/invitations', () => {
  test('says what each is by the clock, and filters by it', async () => {
    const agency = await late.tenant()
    const expired = await invite(agency)
    late.clock.advance(7 * DAY + 1)
    const by = await loggedIn(late, agency)
    const pending = await invite(by)
    const revoked = await invite(by)
    await by.admin.delete(`/v1/members/invitations/${revoked.id}`)
    const member = await joined(late, by)
    const { body } = await by.admin.get('/v1/members/invitations?sort=created_at')
    expect(body.data.map(({ status }: { status: string }) => status)).toEqual([
      'expired',
      'pending',
      'revoked',
      'accepted',
    ])
    expect(body.data[3].accepted_by).toBe(member.id)
    for (const [status, id] of [
      ['expired', expired.id],
      ['pending', pending.id],
      ['revoked', revoked.id],
    ]) {
      const found = await by.admin.get(`/v1/members/invitations?filter[status]=${status}`)
      expect(found.body.data.map((one: { id: string }) => one.id)).toEqual([id])
    }
  })
})

describe('sending again, and taking back', () => {
  test('a new token replaces the old one', async () => {
    const email = someone()
    const { id } = await invite(tenant, { email })
    const first = await tokenTo(api, tenant, email)
    const { status, body } = await admin.post(`/v1/members/invitations/${id}/resend`)
    expect([status, body.version]).toEqual([200, 2])
    const second = await tokenTo(api, tenant, email)
    expect(api.mailer.lastTo(email)?.id).toBe(`${id}.2`)
    expect(outcome(await accept(api, { token: first, full_name: 'N' }))).toEqual([
      404,
      'invitation.unknown_token',
    ])
    expect((await accept(api, { token: second, full_name: 'N' })).status).toBe(200)
    const types = (await eventsOf(api, tenant, id)).map(({ type }) => type)
    expect(types).toEqual(['member.invited', 'member.invitation_resent'])
  })

  test('a mail that was overtaken is not sent', async () => {
    const email = someone()
    const { id } = await invite(tenant, { email })
    await admin.post(`/v1/members/invitations/${id}/resend`)
    await tenant.drain()
    expect(api.mailer.sent.filter(({ to }) => to === email).map((mail) => mail.id)).toEqual([`${id}.2`])
  })

  test('what was taken back is sent no more, and lets nobody in', async () => {
    const email = someone()
    const { id } = await invite(tenant, { email })
    const token = await tokenTo(api, tenant, email)
    expect((await admin.delete(`/v1/members/invitations/${id}`)).status).toBe(204)
    expect(outcome(await accept(api, { token, full_name: 'N' }))).toEqual([409, 'invitation.revoked'])
    for (const again of [
      admin.post(`/v1/members/invitations/${id}/resend`),
      admin.delete(`/v1/members/invitations/${id}`),
    ])
      expect(outcome(await again)).toEqual([409, 'invitation.not_pending'])
    await invite(tenant, { email })
  })

  test('a stale If-Match changes nothing', async () => {
    const { id } = await invite(tenant)
    const stale = { 'if-match': '"7"' }
    expect((await admin.delete(`/v1/members/invitations/${id}`, stale)).status).toBe(412)
    expect((await admin.post(`/v1/members/invitations/${id}/resend`, undefined, stale)).status).toBe(412)
  })
})
