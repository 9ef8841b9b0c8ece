import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()
const PERSON = { first_name: 'Ann', last_name: 'Example' }

const limit = (tenant: TestTenant, limits: object) =>
  api.sql('update tenants set limits = $2 where id = $1', [tenant.id, JSON.stringify(limits)])

const upload = (by: Client) =>
  by.upload('/v1/resumes', { files: { file: { filename: 'cv.txt', bytes: Buffer.from('Ann Example') } } })

const refusal = ({ status, body }: Awaited<ReturnType<typeof upload>>) => [
  status,
  body.code,
  body.quota,
  body.used,
  body.limit,
]

test('GET /v1/tenant/usage counts what there is now', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  await tenant.member('recruiter')
  await admin.post('/v1/candidates', PERSON)
  const gone = await admin.post('/v1/candidates', PERSON)
  await admin.delete(`/v1/candidates/${gone.body.id}`)
  const job = await admin.post('/v1/jobs', { title: 'Engineer', description: 'Builds' })
  await admin.post(`/v1/jobs/${job.body.id}/open`)
  await admin.post('/v1/jobs', { title: 'Draft', description: 'Builds' })
  await upload(admin)
  const candidate = (await admin.post('/v1/candidates', PERSON)).body
  const attached = await admin.upload(`/v1/candidates/${candidate.id}/attachments`, {
    fields: { type: 'other' },
    files: { file: { filename: 'note.txt', bytes: Buffer.from('A note') } },
  })
  expect(attached.status).toBe(201)
  await limit(tenant, { candidates: 50 })
  expect((await admin.get('/v1/tenant/usage')).body).toEqual({
    plan: 'free',
    members: { used: 2, limit: null },
    candidates: { used: 2, limit: 50 },
    resumes_this_month: { used: 1, limit: null },
    open_jobs: { used: 1, limit: null },
    stored_bytes: { used: 17, limit: null },
    counted_at: expect.any(String),
  })
})

test('the limits of a plan are shown, and give way to a tenant’s own', async () => {
  const tenant = await api.tenant()
  await api.sql(`update tenants set plan = 'basic' where id = $1`, [tenant.id])
  await limit(tenant, { candidates: null, members: 3 })
  const { body } = await tenant.admin.get('/v1/tenant/usage')
  expect([body.plan, body.members.limit, body.candidates.limit, body.resumes_this_month.limit]).toEqual([
    'basic',
    3,
    null,
    1_000,
  ])
})

describe('a quota', () => {
  test('of candidates is refused at its end, with usage and limit, and heals when some are deleted', async () => {
    const tenant = await api.tenant()
    await limit(tenant, { candidates: 3 })
    const recruiter = await tenant.member('recruiter')
    const made = [
      await tenant.admin.post('/v1/candidates', PERSON),
      await recruiter.post('/v1/candidates', PERSON),
      await tenant.admin.post('/v1/candidates', PERSON),
    ]
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201])
    const fourth = await recruiter.post('/v1/candidates', PERSON)
    expect(refusal(fourth)).toEqual([402, 'tenant.quota_exceeded', 'candidates', 3, 3])
    await tenant.admin.delete(`/v1/candidates/${made[0]?.body.id}`)
    api.clock.advance(1)
    expect((await recruiter.post('/v1/candidates', PERSON)).status).toBe(201)
    expect((await recruiter.post('/v1/candidates', PERSON)).status).toBe(402)
  })

  test('counts what a recruiter does not see', async () => {
    const tenant = await api.tenant()
    await api.sql(`update tenants set candidate_visibility = 'owner' where id = $1`, [tenant.id])
    await limit(tenant, { candidates: 1 })
    await tenant.admin.post('/v1/candidates', PERSON)
    const recruiter = await tenant.member('recruiter')
    expect((await recruiter.post('/v1/candidates', PERSON)).status).toBe(402)
  })

  test('is not used up by what was refused or only tried', async () => {
    const tenant = await api.tenant()
    await limit(tenant, { candidates: 2 })
    const email = 'ann@people.example'
    await tenant.admin.post('/v1/candidates', { ...PERSON, email })
    expect((await tenant.admin.post('/v1/candidates', { ...PERSON, email })).status).toBe(409)
    await tenant.admin.post('/v1/candidates', PERSON, { prefer: 'dry-run' })
    expect((await tenant.admin.post('/v1/candidates', PERSON)).status).toBe(201)
  })

  test('of resumes is one of the month', async () => {
    const tenant = await api.tenant()
    await limit(tenant, { resumes_this_month: 1 })
    expect((await upload(tenant.admin)).status).toBe(202)
    expect(refusal(await upload(tenant.admin))).toEqual([
      402,
      'tenant.quota_exceeded',
      'resumes_this_month',
      1,
      1,
    ])
    await api.sql(`update resumes set created_at = created_at - interval '40 days' where tenant_id = $1`, [
      tenant.id,
    ])
    api.clock.advance(1)
    expect((await upload(tenant.admin)).status).toBe(202)
  })

  test('of resumes refuses many at once that are too many', async () => {
    const tenant = await api.tenant()
    await limit(tenant, { resumes_this_month: 2 })
    const send = (howMany: number) => {
      const files = Array.from({ length: howMany }, (_, i) => ({
        filename: `${i}.txt`,
        bytes: Buffer.from(`${i}`),
      }))
      return tenant.admin.upload('/v1/resumes/bulk', { files: { files } })
    }
    expect(refusal(await send(3))).toEqual([402, 'tenant.quota_exceeded', 'resumes_this_month', 0, 2])
    expect((await send(2)).status).toBe(202)
    expect((await send(1)).status).toBe(402)
  })

  test('of members refuses an invitation, and whoever accepts one too late', async () => {
    const tenant = await api.tenant()
    await limit(tenant, { members: 2 })
    const email = `late@${tenant.slug}.example`
    const invitation = { email, role: 'viewer' }
    expect((await tenant.admin.post('/v1/members/invitations', invitation)).status).toBe(201)
    await tenant.drain()
    const [token] = /inv_[\w-]+/.exec(api.mailer.lastTo(email)?.text ?? '') ?? []
    const second = await tenant.member('viewer')
    api.clock.advance(1)
    const another = await tenant.admin.post('/v1/members/invitations', { ...invitation, email: `x${email}` })
    expect(refusal(another)).toEqual([402, 'tenant.quota_exceeded', 'members', 2, 2])
    const accept = { token, password: 'a password of their own', full_name: 'N' }
    expect((await api.anonymous.post('/v1/invitations/accept', accept)).status).toBe(402)
    await tenant.admin.delete(`/v1/members/${second.userId}`)
    api.clock.advance(1)
    expect((await api.anonymous.post('/v1/invitations/accept', accept)).status).toBe(200)
  })
})
