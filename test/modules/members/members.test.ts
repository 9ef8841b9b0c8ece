import { describe, expect, test } from 'vitest'
import { newSecrets } from '#src/config/secrets.ts'
import { ROLES } from '#src/db/schema/identity.ts'
import { testApi } from '#test/support/api.ts'
import { bearer, eventsOf, outcome } from './support.ts'

// Two processes over one database, with the same keys.
const secrets = newSecrets()
const api = await testApi(secrets)
const elsewhere = await testApi(secrets)
const tenant = await api.tenant()
const { admin } = tenant

const JOB = { title: 'Engineer', description: 'Builds' }

async function logIn(email: string, at = api) {
  const { body } = await api.anonymous.post('/v1/auth/login', { email, password: tenant.user.password })
  return at.anonymous.with(bearer(body.access_token))
}

const emailOf = async (id: string) => (await admin.get(`/v1/members/${id}`)).body.email as string

describe('GET /v1/members', () => {
  test('lists those who belong to the tenant, by the ids that everything else names', async () => {
    const agency = await api.tenant()
    const recruiter = await agency.member('recruiter')
    const { body } = await agency.admin.get('/v1/members?sort=created_at')
    expect(body.data.map((one: { id: string }) => one.id)).toEqual([agency.user.id, recruiter.userId])
    const { body: job } = await agency.admin.post('/v1/jobs', { ...JOB, recruiter_id: body.data[1].id })
    expect(job.recruiter_id).toBe(recruiter.userId)
    expect((await agency.admin.get(`/v1/members/${recruiter.userId}`)).body).toEqual(body.data[1])
  })

  test('filters by role and status, and pages', async () => {
    const agency = await api.tenant()
    const viewers = [
      await agency.member('viewer'),
      await agency.member('viewer'),
      await agency.member('viewer'),
    ]
    await agency.admin.delete(`/v1/members/${viewers[0]?.userId}`)
    const ids = async (query: string) =>
      (await agency.admin.get(`/v1/members?${query}`)).body.data.map((one: { id: string }) => one.id).sort()
    const left = viewers.slice(1).map(({ userId }) => userId)
    expect(await ids('filter[role]=viewer')).toEqual(left.sort())
    expect(await ids('filter[role][in]=viewer,admin')).toEqual([...left, agency.user.id].sort())
    expect(await ids('filter[status]=removed')).toEqual([viewers[0]?.userId])
    expect(await ids('filter[status][in]=active,removed')).toHaveLength(4)
    for (const sort of ['created_at', '-created_at', 'full_name', '-updated_at']) {
      const seen: string[] = []
      for (let path = `/v1/members?limit=1&sort=${sort}`; path; ) {
        const { body } = await agency.admin.get(path)
        seen.push(...body.data.map((one: { id: string }) => one.id))
        path = body.next_cursor ? `/v1/members?limit=1&sort=${sort}&cursor=${body.next_cursor}` : ''
      }
      expect(seen.sort()).toEqual([...left, agency.user.id].sort())
    }
  })

  test('finds by the beginning of a name, in any case', async () => {
    const agency = await api.tenant()
    const member = await agency.member('viewer')
    await member.patch('/v1/me', { full_name: 'Émilie du Châtelet' })
    const found = async (q: string) =>
      (await agency.admin.get(`/v1/members?q=${encodeURIComponent(q)}`)).body.data.map(
        (one: { id: string }) => one.id,
      )
    for (const q of ['é', 'ÉMILIE', 'émilie du ch']) expect(await found(q)).toEqual([member.userId])
    for (const q of ['milie', 'châtelet', '%', 'émilie  '])
      expect(await found(q)).toEqual(q === 'émilie  ' ? [member.userId] : [])
    expect(await found('ada')).toEqual([agency.user.id])
  })

  test('uses an index for it', async () => {
    const plan = await api.sql<{ 'QUERY PLAN': string }>(
      `explain select user_id from memberships where tenant_id = '${tenant.id}' and name_key >= lower('ada') and name_key < lower('adb')`,
    )
    expect(JSON.stringify(plan)).toContain('Index')
  })

  test.each(ROLES.filter((role) => role !== 'admin'))('is nothing for a %s', async (role) => {
    const member = await tenant.member(role)
    for (const answer of [
      await member.get('/v1/members'),
      await member.get(`/v1/members/${member.userId}`),
      await member.patch(`/v1/members/${member.userId}`, { role: 'admin' }),
      await member.delete(`/v1/members/${tenant.user.id}`),
    ])
      expect(outcome(answer)).toEqual([403, 'auth.forbidden_action'])
  })
})

describe('PATCH /v1/members/{id}', () => {
  test.each([
    [{}, ['/role']],
    [{ role: 'owner' }, ['/role']],
    [{ role: 'viewer', email: 'a@b.example' }, ['/email']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await admin.patch(`/v1/members/${tenant.user.id}`, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers)
  })

  test('changes the role for the next request, and within a second in other processes', async () => {
    const member = await tenant.member('recruiter')
    const there = await logIn(await emailOf(member.userId), elsewhere)
    const { body: made } = await admin.post('/v1/api-keys', { name: 'k', scopes: ['jobs:read'] })
    expect([(await member.post('/v1/jobs', JOB)).status, (await there.post('/v1/jobs', JOB)).status]).toEqual(
      [201, 201],
    )
    const { status, body, headers } = await admin.patch(`/v1/members/${member.userId}`, { role: 'viewer' })
    expect([status, body.role, body.version, headers.etag]).toEqual([200, 'viewer', 2, '"2"'])
    expect(outcome(await member.post('/v1/jobs', JOB))).toEqual([403, 'auth.forbidden_action'])
    elsewhere.clock.advance(1)
    expect(outcome(await there.post('/v1/jobs', JOB))).toEqual([403, 'auth.forbidden_action'])
    expect((await member.get('/v1/me')).body.role).toBe('viewer')
    expect((await api.anonymous.get('/v1/jobs', bearer(made.key))).status).toBe(200)
    expect(await eventsOf(api, tenant, member.userId)).toEqual([
      {
        type: 'member.role_changed',
        payload: { role: 'viewer', from_role: 'recruiter', version: 2 },
        actor: { type: 'user', id: tenant.user.id },
      },
    ])
  })

  test('shrinks the keys that the member made', async () => {
    const agency = await api.tenant()
    const second = await agency.member('admin')
    const { body } = await second.post('/v1/api-keys', { name: 'k', scopes: ['*'] })
    const key = api.anonymous.with(bearer(body.key))
    expect((await key.post('/v1/jobs', JOB)).status).toBe(201)
    await agency.admin.patch(`/v1/members/${second.userId}`, { role: 'viewer' })
    expect(outcome(await key.post('/v1/jobs', JOB))).toEqual([403, 'auth.forbidden_action'])
    expect((await key.get('/v1/jobs')).status).toBe(200)
  })

  test('says nothing twice, and heeds If-Match', async () => {
    const member = await tenant.member('viewer')
    const url = `/v1/members/${member.userId}`
    expect((await admin.patch(url, { role: 'viewer' })).body.version).toBe(1)
    expect(await eventsOf(api, tenant, member.userId)).toEqual([])
    expect((await admin.patch(url, { role: 'recruiter' }, { 'if-match': '"2"' })).status).toBe(412)
    expect((await admin.patch(url, { role: 'recruiter' }, { 'if-match': '"1"' })).status).toBe(200)
  })

  test('can be tried dry', async () => {
    const member = await tenant.member('viewer')
    const dry = await admin.patch(`/v1/members/${member.userId}`, { role: 'admin' }, { prefer: 'dry-run' })
    expect(dry.body.result.role).toBe('admin')
    expect((await member.get('/v1/me')).body.role).toBe('viewer')
  })
})

describe('the last administrator', () => {
  test('can be neither demoted nor removed, until there is another', async () => {
    const agency = await api.tenant()
    const url = `/v1/members/${agency.user.id}`
    expect(outcome(await agency.admin.patch(url, { role: 'viewer' }))).toEqual([409, 'member.last_admin'])
    expect(outcome(await agency.admin.delete(url))).toEqual([409, 'member.last_admin'])
    const second = await agency.member('admin')
    expect((await agency.admin.patch(url, { role: 'viewer' })).status).toBe(200)
    expect(outcome(await second.delete(`/v1/members/${second.userId}`))).toEqual([409, 'member.last_admin'])
  })

  test.each(['patch', 'delete'] as const)('is one of all who %s each other at once', async (method) => {
    for (let round = 0; round < 3; round++) {
      const agency = await api.tenant()
      const admins = [
        Object.assign(agency.admin, { userId: agency.user.id }),
        await agency.member('admin'),
        await agency.member('admin'),
      ]
      await Promise.all(
        admins.map((by, i) => {
          const url = `/v1/members/${admins[(i + 1) % admins.length]?.userId}`
          return method === 'patch' ? by.patch(url, { role: 'viewer' }) : by.delete(url)
        }),
      )
      const [left] = await api.sql<{ n: number }>(
        `select count(*)::int as n from memberships where tenant_id = $1 and role = 'admin' and status = 'active'`,
        [agency.id],
      )
      expect(left?.n).toBeGreaterThanOrEqual(1)
    }
  })
})
