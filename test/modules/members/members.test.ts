import { describe, expect, test } from 'vitest'
import { newSecrets } from '#src/config/secrets.ts'
import { ROLES } from '#src/db/schema/identity.ts'
import { newId } from '#src/lib/ids.ts'
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

describe('DELETE /v1/members/{id}', () => {
  test('ends sessions and keys with the next request, and within a second in other processes', async () => {
    const agency = await api.tenant()
    const member = await agency.member('admin')
    const email = (await agency.admin.get(`/v1/members/${member.userId}`)).body.email
    const there = await logIn(email, elsewhere)
    const { body: made } = await member.post('/v1/api-keys', { name: 'k', scopes: ['*'] })
    const key = api.anonymous.with(bearer(made.key))
    const keyThere = elsewhere.anonymous.with(bearer(made.key))
    for (const caller of [member, there, key, keyThere])
      expect((await caller.get('/v1/jobs')).status).toBe(200)
    expect((await agency.admin.delete(`/v1/members/${member.userId}`)).status).toBe(204)
    expect((await member.get('/v1/jobs')).status).toBe(401)
    expect((await key.get('/v1/jobs')).status).toBe(401)
    elsewhere.clock.advance(1)
    expect((await there.get('/v1/jobs')).status).toBe(401)
    expect((await keyThere.get('/v1/jobs')).status).toBe(401)
    const { password } = tenant.user
    expect(outcome(await api.anonymous.post('/v1/auth/login', { email, password }))).toEqual([
      403,
      'auth.no_membership',
    ])
    expect((await agency.admin.get(`/v1/api-keys/${made.id}`)).body.revoke_reason).toBe('member_removed')
    expect((await agency.admin.get(`/v1/members/${member.userId}`)).body).toMatchObject({
      status: 'removed',
      version: 2,
    })
    await agency.drain()
    const sessions = await api.sql(
      'select revoke_reason from sessions where user_id = $1 and revoked_at is not null',
      [member.userId],
    )
    expect(sessions).toEqual([{ revoke_reason: 'member_removed' }, { revoke_reason: 'member_removed' }])
  })

  test('gives jobs and candidates to the successor, each with one event and a new version', async () => {
    const agency = await api.tenant()
    const [leaver, heir] = [await agency.member('recruiter'), await agency.member('recruiter')]
    const job = async (fields: object) => (await agency.admin.post('/v1/jobs', { ...JOB, ...fields })).body.id
    const theirs = [
      await job({ recruiter_id: leaver.userId }),
      await job({ hiring_manager_id: leaver.userId }),
      await job({ recruiter_id: leaver.userId, hiring_manager_id: leaver.userId }),
    ]
    const others = await job({ recruiter_id: agency.user.id })
    const person = { first_name: 'Ann', last_name: 'Example' }
    const candidate = (await leaver.post('/v1/candidates', person)).body
    const foreign = (await agency.admin.post('/v1/candidates', person)).body
    const removed = await agency.admin.delete(`/v1/members/${leaver.userId}?reassign_to=${heir.userId}`)
    expect(removed.status).toBe(204)
    await agency.drain()
    const read = async (id: string) => (await agency.admin.get(`/v1/jobs/${id}`)).body
    const named = []
    for (const id of theirs) {
      const { recruiter_id, hiring_manager_id, version } = await read(id)
      named.push([recruiter_id, hiring_manager_id, version])
    }
    expect(named).toEqual([
      [heir.userId, null, 2],
      [null, heir.userId, 2],
      [heir.userId, heir.userId, 2],
    ])
    expect(await read(others)).toMatchObject({ recruiter_id: agency.user.id, version: 1 })
    const [, updated, ...more] = await eventsOf(api, agency, theirs[2])
    expect([updated, more]).toMatchObject([
      {
        type: 'job.updated',
        payload: { changed: ['recruiter_id', 'hiring_manager_id'], version: 2 },
        actor: { type: 'system' },
      },
      [],
    ])
    expect((await agency.admin.get(`/v1/candidates/${candidate.id}`)).body).toMatchObject({
      owner_id: heir.userId,
      version: candidate.version + 1,
    })
    expect((await agency.admin.get(`/v1/candidates/${foreign.id}`)).body.version).toBe(foreign.version)
    const told = await eventsOf(api, agency, candidate.id)
    expect(told.at(-1)).toMatchObject({
      type: 'candidate.updated',
      payload: { changed: ['owner_id'], owner_id: heir.userId },
    })
    const [gone] = (await eventsOf(api, agency, leaver.userId)).filter(
      ({ type }) => type === 'member.removed',
    )
    expect(gone?.payload).toMatchObject({ role: 'recruiter', version: 2, reassigned_to: heir.userId })
  })

  test('reassigns hundreds, and twice has the effect of once', async () => {
    const agency = await api.tenant()
    const [leaver, heir] = [await agency.member('recruiter'), await agency.member('recruiter')]
    await api.sql(
      `insert into candidates (tenant_id, id, first_name, owner_id, created_at, updated_at)
       select $1, gen_random_uuid(), 'Ann', $2, now(), now() from generate_series(1, 230)`,
      [agency.id, leaver.userId],
    )
    await agency.admin.delete(`/v1/members/${leaver.userId}?reassign_to=${heir.userId}`)
    const twice = `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
       values ($1, $2, 'candidates.reassign', $3, '2026-01-01Z', $2, now())`
    await api.sql(twice, [agency.id, newId(), JSON.stringify({ from: leaver.userId, to: heir.userId })])
    await agency.drain()
    expect(
      await api.sql(
        'select owner_id, version, count(*)::int as n from candidates where tenant_id = $1 group by 1, 2',
        [agency.id],
      ),
    ).toEqual([{ owner_id: heir.userId, version: 2, n: 230 }])
    expect(
      await api.sql(
        `select count(*)::int as n from events where tenant_id = $1 and type = 'candidate.updated'`,
        [agency.id],
      ),
    ).toEqual([{ n: 230 }])
  })

  test('leaves the names where nobody takes over', async () => {
    const agency = await api.tenant()
    const leaver = await agency.member('recruiter')
    const { body } = await agency.admin.post('/v1/jobs', { ...JOB, recruiter_id: leaver.userId })
    await agency.admin.delete(`/v1/members/${leaver.userId}`)
    await agency.drain()
    expect((await agency.admin.get(`/v1/jobs/${body.id}`)).body).toEqual(body)
  })

  test('refuses a successor who is no other active member, and a second removal', async () => {
    const agency = await api.tenant()
    const [leaver, gone] = [await agency.member('recruiter'), await agency.member('recruiter')]
    expect((await agency.admin.delete(`/v1/members/${gone.userId}`)).status).toBe(204)
    for (const id of [newId(), tenant.user.id, gone.userId, leaver.userId]) {
      const answer = await agency.admin.delete(`/v1/members/${leaver.userId}?reassign_to=${id}`)
      expect([...outcome(answer), answer.body.errors[0].pointer]).toEqual([
        422,
        'member.unknown_successor',
        '/reassign_to',
      ])
    }
    expect((await agency.admin.delete(`/v1/members/${leaver.userId}?reassign_to=x`)).status).toBe(400)
    expect(outcome(await agency.admin.delete(`/v1/members/${gone.userId}`))).toEqual([
      409,
      'member.already_removed',
    ])
    expect(outcome(await agency.admin.patch(`/v1/members/${gone.userId}`, { role: 'viewer' }))).toEqual([
      409,
      'member.already_removed',
    ])
  })
})

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
