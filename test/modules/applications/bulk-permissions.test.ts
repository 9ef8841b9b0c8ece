import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { bulkWork } from './bulk-support.ts'
import { hiring, refused } from './support.ts'

const api = await testApi()

async function office() {
  const tenant = await api.tenant()
  const [people, work] = [hiring(api, tenant), bulkWork(api, tenant)]
  return { tenant, ...people, ...work }
}

const setRole = (tenant: TestTenant, userId: string, role: string) =>
  tenant.admin.patch(`/v1/members/${userId}`, { role })
const codes = (told: { error: { code: string } | null }[]) => told.map(({ error }) => error?.code ?? 'done')

test('a hiring manager reaches the applications to jobs that name them, and tags nobody', async () => {
  const { tenant, ask, apply, done, job, stages } = await office()
  const manager = await tenant.member('hiring_manager')
  const mine = await apply({ job_id: (await job({ hiring_manager_id: manager.userId })).id })
  const theirs = await apply()
  const application_ids = [mine.id, theirs.id]
  expect(codes(await done({ action: 'move', stage_type: 'offer', application_ids }, manager))).toEqual([
    'done',
    'application.not_found',
  ])
  refused(await ask({ action: 'tag', tag: 'x', application_ids }, manager), [403, 'auth.forbidden_action'])
  const [hidden] = await stages(theirs.job_id)
  refused(await ask({ action: 'move', stage_id: hidden.id, application_ids }, manager), [
    422,
    'application.unknown_stage',
  ])
})

test('a recruiter who sees only their own candidates does not reach the others', async () => {
  const { tenant, apply, candidate, done } = await office()
  await api.sql(`update tenants set candidate_visibility = 'owner' where id = $1`, [tenant.id])
  const recruiter = await tenant.member('recruiter')
  const own = await candidate()
  await api.sql('update candidates set owner_id = $3 where tenant_id = $1 and id = $2', [
    tenant.id,
    own.id,
    recruiter.userId,
  ])
  const application_ids = [(await apply({ candidate_id: own.id })).id, (await apply()).id]
  for (const step of [{ action: 'tag', tag: 'x' }, { action: 'reject' }])
    expect(codes(await done({ ...step, application_ids }, recruiter))).toEqual([
      'done',
      'application.not_found',
    ])
})

describe('what counts are the permissions when the turn comes', () => {
  test('after a change of role half-way', async () => {
    const { tenant, crowd, items, job, run, start } = await office()
    const recruiter = await tenant.member('recruiter')
    const ids = await crowd((await job()).id, 60)
    const id = await start({ action: 'reject', application_ids: ids }, recruiter)
    await run()
    expect((await setRole(tenant, recruiter.userId, 'viewer')).status).toBe(200)
    await tenant.drain()
    const told = codes(await items(id))
    expect(told).toEqual(ids.map((_, i) => (i < 50 ? 'done' : 'auth.forbidden_action')))
  })

  test('and of those who left, whose key was revoked, and whose tenant is no longer active', async () => {
    const { tenant, apply, items, start } = await office()
    const recruiter = await tenant.member('recruiter')
    const key = await tenant.key(['applications:write'])
    const asked = []
    for (const by of [recruiter, key, tenant.admin])
      asked.push(await start({ action: 'reject', application_ids: [(await apply()).id] }, by))
    await api.sql(`update memberships set status = 'removed' where tenant_id = $1 and user_id = $2`, [
      tenant.id,
      recruiter.userId,
    ])
    await api.sql('update api_keys set revoked_at = now() where tenant_id = $1', [tenant.id])
    await api.sql(`update tenants set status = 'suspended' where id = $1`, [tenant.id])
    await tenant.drain()
    await api.sql(`update tenants set status = 'active' where id = $1`, [tenant.id])
    for (const id of asked) expect(codes(await items(id))).toEqual(['auth.forbidden_action'])
  })

  test('a key acts as itself, within its scopes', async () => {
    const { tenant, apply, ask, history, items, start } = await office()
    const { id } = await apply()
    const key = await tenant.key(['applications:write'])
    refused(await ask({ action: 'tag', tag: 'x', application_ids: [id] }, key), [
      403,
      'auth.forbidden_action',
    ])
    const operation = await start({ action: 'reject', application_ids: [id] }, key)
    await tenant.drain()
    expect(codes(await items(operation))).toEqual(['done'])
    expect((await history(id)).at(-1).actor).toMatchObject({ type: 'api_key' })
  })
})
