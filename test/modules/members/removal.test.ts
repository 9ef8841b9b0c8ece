import { describe, expect, test } from 'vitest'
import { newSecrets } from '#src/config/secrets.ts'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { bearer, eventsOf, outcome } from './support.ts'

// Two processes over one database, with the same keys.
const secrets = newSecrets()
const api = await testApi(secrets)
const elsewhere = await testApi(secrets)
const tenant = await api.tenant()

const JOB = { title: 'Engineer', description: 'Builds' }

async function logIn(email: string, at = api) {
  const { body } = await api.anonymous.post('/v1/auth/login', { email, password: tenant.user.password })
  return at.anonymous.with(bearer(body.access_token))
}

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
