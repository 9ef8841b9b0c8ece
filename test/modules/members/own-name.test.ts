import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { eventsOf, outcome } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

describe('PATCH /v1/me', () => {
  test('changes one’s name, in every tenant', async () => {
    const [here, there] = [await api.tenant(), await api.tenant()]
    const member = await here.member('viewer')
    await api.sql(
      `insert into memberships (tenant_id, id, user_id, role, email, full_name, created_at, updated_at)
       select $1, gen_random_uuid(), user_id, 'viewer', email, full_name, now(), now() from memberships where user_id = $2`,
      [there.id, member.userId],
    )
    const { status, body } = await member.patch('/v1/me', { full_name: ' Grace Hopper ' })
    expect([status, body.user.full_name]).toEqual([200, 'Grace Hopper'])
    expect((await member.get('/v1/me')).body).toEqual(body)
    for (const agency of [here, there]) {
      const shown = (await agency.admin.get(`/v1/members/${member.userId}`)).body
      expect([shown.full_name, shown.version]).toEqual(['Grace Hopper', 2])
      expect(await eventsOf(api, agency, member.userId)).toMatchObject([
        { type: 'member.updated', payload: { role: 'viewer', version: 2, changed: ['full_name'] } },
      ])
    }
    await member.patch('/v1/me', { full_name: 'Grace Hopper' })
    await member.patch('/v1/me', {})
    expect(await eventsOf(api, here, member.userId)).toHaveLength(1)
  })

  test.each([
    [{ full_name: ' ' }, '/full_name'],
    [{ full_name: 'x'.repeat(121) }, '/full_name'],
    [{ email: 'a@b.example' }, '/email'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await admin.patch('/v1/me', body)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('is not for keys', async () => {
    const key = await tenant.key(['*'])
    expect(outcome(await key.patch('/v1/me', { full_name: 'Mallory' }))).toEqual([
      403,
      'auth.forbidden_action',
    ])
  })

  test('can be tried dry', async () => {
    const dry = await admin.patch('/v1/me', { full_name: 'Somebody' }, { prefer: 'dry-run' })
    expect([dry.body.result.user.full_name, dry.body.events.length]).toEqual(['Somebody', 1])
    expect((await admin.get('/v1/me')).body.user.full_name).toBe('Ada Admin')
  })
})
