import { describe, expect, test } from 'vitest'
import { pruneEvents } from '#src/workers/prune-events.repo.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { type Item, readPage } from './replica.ts'

const api = await testApi()

const RESOURCES = ['jobs', 'candidates', 'applications', 'resumes'] as const
type Resource = (typeof RESOURCES)[number]

/** All pages from a token on, until the copy is up to date. */
async function pages(by: Client, resource: Resource, token?: string, limit = 100) {
  const data: Item[] = []
  let next = token
  for (;;) {
    const got = await readPage(by, resource, `?limit=${limit}${next === undefined ? '' : `&token=${next}`}`)
    data.push(...got.data)
    next = got.next_token
    if (!got.has_more) return { data, token: next }
  }
}

async function makeJob({ admin }: TestTenant, title = 'Welder'): Promise<string> {
  return (await admin.post('/v1/jobs', { title, description: 'Weld.' })).body.id
}

async function makeCandidate({ admin }: TestTenant, first_name = 'Ann'): Promise<string> {
  return (await admin.post('/v1/candidates', { first_name, last_name: 'Example' })).body.id
}

const brief = (items: Item[]) => items.map(({ op, type, id, version }) => [op, type, id, version])

describe('GET /v1/sync/{resource}', () => {
  test('begins with every row in the order of ids, in pages', async () => {
    const tenant = await api.tenant()
    const ids: string[] = []
    for (const title of ['A', 'B', 'C', 'D', 'E']) ids.push(await makeJob(tenant, title))
    await tenant.admin.put(`/v1/jobs/${ids[0]}/skills`, {
      skills: [{ skill: 'Welding', required: true, weight: 1 }],
    })
    await tenant.drain()
    const { data } = await pages(tenant.admin, 'jobs', undefined, 2)
    expect(data.map(({ id }) => id)).toEqual(ids.toSorted())
    for (const item of data) {
      const { body } = await tenant.admin.get(`/v1/jobs/${item.id}?expand=skills,external_ids`)
      expect(item).toEqual({
        op: 'snapshot',
        id: item.id,
        sequence: null,
        type: null,
        occurred_at: null,
        version: body.version,
        data: body,
      })
    }
    expect(data.find(({ id }) => id === ids[0])?.data).toMatchObject({ skills: [{ skill: 'Welding' }] })
  })

  test('then tells every change once, in order, with the row as it is now', async () => {
    const tenant = await api.tenant()
    const { admin } = tenant
    const before = await makeJob(tenant)
    await tenant.drain()
    const { token } = await pages(admin, 'jobs')
    const job = await makeJob(tenant, 'Draft')
    await admin.patch(`/v1/jobs/${before}`, { title: 'Smith' })
    await admin.patch(`/v1/jobs/${job}`, { title: 'Final' })
    await admin.delete(`/v1/jobs/${before}`)
    await tenant.drain()
    const { data, token: after } = await pages(admin, 'jobs', token, 1)
    expect(brief(data)).toEqual([
      ['created', 'job.created', job, 1],
      ['updated', 'job.updated', before, 2],
      ['updated', 'job.updated', job, 2],
      ['deleted', 'job.deleted', before, 3],
    ])
    expect(data.map((item) => item.data?.title ?? null)).toEqual(['Final', null, 'Final', null])
    const { body } = await admin.get('/v1/events?filter[sequence][gt]=1')
    expect(data.map(({ sequence, occurred_at }) => ({ sequence, occurred_at }))).toEqual(
      body.data.map(({ sequence, occurred_at }: Item) => ({ sequence, occurred_at })),
    )
    expect((await pages(admin, 'jobs', after)).data).toEqual([])
    expect((await pages(admin, 'jobs', token)).data).toEqual(data)
  })

  test('what changes while the rows are read is told afterwards', async () => {
    const tenant = await api.tenant()
    const ids = [await makeCandidate(tenant), await makeCandidate(tenant), await makeCandidate(tenant)].sort()
    await tenant.drain()
    const first = await readPage(tenant.admin, 'candidates', '?limit=1')
    await tenant.admin.patch(`/v1/candidates/${ids[0]}`, { headline: 'Changed' })
    await tenant.admin.delete(`/v1/candidates/${ids[2]}`)
    const added = await makeCandidate(tenant)
    await tenant.drain()
    const { data } = await pages(tenant.admin, 'candidates', first.next_token)
    expect(data.filter(({ op }) => op === 'snapshot').map(({ id }) => id)).toEqual([ids[1], added].toSorted())
    expect(brief(data.filter(({ op }) => op !== 'snapshot'))).toEqual([
      ['updated', 'candidate.updated', ids[0], 2],
      ['deleted', 'candidate.quarantined', ids[2], 2],
      ['created', 'candidate.created', added, 1],
    ])
  })

  test('a deleted candidate takes applications and resumes along, and brings them back', async () => {
    const tenant = await api.tenant()
    const { admin } = tenant
    const candidate = await makeCandidate(tenant)
    const applications: string[] = []
    for (const title of ['A', 'B', 'C']) {
      const job = await makeJob(tenant, title)
      const { body } = await admin.post('/v1/applications', { job_id: job, candidate_id: candidate })
      applications.push(body.id)
      await admin.post(`/v1/jobs/${job}/open`)
      await admin.post(`/v1/jobs/${job}/close`, { application_disposition: 'reject' })
    }
    const file = { filename: 'cv.txt', bytes: Buffer.from('Ann Example\n\nSkills\nSQL\n') }
    const upload = await admin.upload(`/v1/candidates/${candidate}/resumes`, { files: { file } })
    const resume = upload.body.resume.id
    await tenant.drain()
    const tokens = {
      applications: (await pages(admin, 'applications')).token,
      resumes: (await pages(admin, 'resumes')).token,
    }
    await admin.delete(`/v1/candidates/${candidate}`)
    await tenant.drain()
    const gone = await pages(admin, 'applications', tokens.applications, 2)
    expect(brief(gone.data)).toEqual(
      applications.toSorted().map((id) => ['deleted', 'candidate.quarantined', id, null]),
    )
    expect(gone.data.map(({ data }) => data)).toEqual([null, null, null])
    const resumeGone = await pages(admin, 'resumes', tokens.resumes)
    expect(brief(resumeGone.data)).toEqual([['deleted', 'candidate.quarantined', resume, null]])
    expect((await pages(admin, 'applications')).data).toEqual([])

    await admin.post(`/v1/candidates/${candidate}/restore`)
    await tenant.drain()
    const back = await pages(admin, 'applications', gone.token, 1)
    expect(brief(back.data)).toEqual(
      applications.toSorted().map((id) => ['created', 'candidate.restored', id, null]),
    )
    for (const { id, data } of back.data)
      expect((await admin.get(`/v1/applications/${id}`)).body).toMatchObject(data ?? {})
    expect((await pages(admin, 'resumes', resumeGone.token)).data).toMatchObject([
      { op: 'created', id: resume, data: { candidate_id: candidate } },
    ])
  })

  test('a token moves on past events of other resources, in bounded steps', async () => {
    const tenant = await api.tenant()
    const { token } = await pages(tenant.admin, 'jobs')
    await api.sql(
      `insert into events (tenant_id, id, sequence, type, resource, resource_id, payload, actor, request_id, occurred_at, relayed_at)
       select $1, gen_random_uuid(), n, 'match.scored', 'job', gen_random_uuid(), '{}', '{"type":"system","id":null}',
         gen_random_uuid(), now(), now() from generate_series(1, 25000) n`,
      [tenant.id],
    )
    await api.sql('insert into event_counters (tenant_id, last_sequence) values ($1, 25000)', [tenant.id])
    const job = await makeJob(tenant)
    await tenant.drain()
    const first = await readPage(tenant.admin, 'jobs', `?token=${token}`)
    expect(first).toMatchObject({ data: [], has_more: true })
    const { data } = await pages(tenant.admin, 'jobs', first.next_token)
    expect(brief(data)).toEqual([['created', 'job.created', job, 1]])
  })

  test('an event waits for its place', async () => {
    const tenant = await api.tenant()
    const { token } = await pages(tenant.admin, 'jobs')
    await makeJob(tenant)
    expect((await pages(tenant.admin, 'jobs', token)).data).toEqual([])
    await tenant.drain()
    expect((await pages(tenant.admin, 'jobs', token)).data).toHaveLength(1)
  })
})

describe('tokens', () => {
  const forge = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

  test('are refused when they are of another resource, another tenant or nonsense', async () => {
    const tenant = await api.tenant()
    const other = await api.tenant()
    const { token } = await pages(tenant.admin, 'jobs')
    const tokens = [
      (await pages(tenant.admin, 'candidates')).token,
      (await pages(other.admin, 'jobs')).token,
      'nonsense',
      '%00',
      `${token}x`.slice(1),
      forge(1, 'jobs', tenant.id, 'changes', -1, null),
      forge(1, 'jobs', tenant.id, 'changes', 1e300, null),
      forge(1, 'jobs', tenant.id, 'changes', '0', null),
      forge(1, 'jobs', tenant.id, 'changes', 0, 'x'),
      forge(1, 'jobs', tenant.id, 'elsewhere', 0, null),
      forge(1, 'jobs', tenant.id, 'changes', 0, null, 1),
      forge(2, 'jobs', tenant.id, 'changes', 0, null),
    ]
    for (const wrong of tokens) {
      const { status, body } = await tenant.admin.get(`/v1/sync/jobs?token=${wrong}`)
      expect([wrong, status, body.code]).toEqual([wrong, 400, 'sync.invalid_token'])
    }
    for (const query of ['limit=0', 'limit=501', 'sort=id', `token=${'x'.repeat(501)}`])
      expect((await tenant.admin.get(`/v1/sync/jobs?${query}`)).status).toBe(400)
  })

  test('expire with the events they need, and when the order does not reach them', async () => {
    const tenant = await api.tenant()
    const { admin } = tenant
    await makeJob(tenant)
    await makeJob(tenant)
    const early = (await pages(admin, 'jobs')).token
    const halfway = (await readPage(admin, 'jobs', '?limit=1')).next_token
    await tenant.drain()
    const late = (await pages(admin, 'jobs')).token
    await api.sql('update event_counters set pruned_through = last_sequence where tenant_id = $1', [
      tenant.id,
    ])
    for (const token of [early, halfway, forge(1, 'jobs', tenant.id, 'changes', 999, null)]) {
      const { status, body } = await admin.get(`/v1/sync/jobs?token=${token}`)
      expect([status, body.code]).toEqual([410, 'sync.token_expired'])
    }
    await makeJob(tenant)
    await tenant.drain()
    expect((await pages(admin, 'jobs', late)).data).toHaveLength(1)
  })
})

describe('who may keep a copy', () => {
  test.each(RESOURCES)('of %s: roles that see the whole tenant', async (resource) => {
    const tenant = await api.tenant()
    for (const role of ['admin', 'recruiter', 'viewer'] as const)
      await pages(await tenant.member(role), resource)
    const manager = await (await tenant.member('hiring_manager')).get(`/v1/sync/${resource}`)
    expect([manager.status, manager.body.code]).toEqual([403, 'sync.whole_tenant_only'])
    expect((await (await tenant.member('interviewer')).get(`/v1/sync/${resource}`)).status).toBe(403)
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [tenant.id])
    const recruiter = await (await tenant.member('recruiter')).get(`/v1/sync/${resource}`)
    expect([recruiter.status, recruiter.body.code]).toEqual([403, 'sync.whole_tenant_only'])
    await pages(tenant.admin, resource)
  })

  test('contact data is masked as everywhere', async () => {
    const tenant = await api.tenant()
    const email = 'ann@example.com'
    await tenant.admin.post('/v1/candidates', { first_name: 'Ann', last_name: 'Example', email })
    await tenant.drain()
    const viewer = await tenant.member('viewer')
    expect((await pages(viewer, 'candidates')).data).toMatchObject([{ data: { email: null } }])
    expect((await pages(tenant.admin, 'candidates')).data).toMatchObject([{ data: { email } }])
  })
})

describe('thirty days', () => {
  test('events go when they were told longer ago, with their deliveries, and only those', async () => {
    const tenant = await api.tenant()
    const { admin } = tenant
    await admin.post('/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/hook', events: ['job.*'] })
    const { token } = await pages(admin, 'jobs')
    await makeJob(tenant)
    await tenant.drain()
    const count = async (table: string) =>
      (await api.sql(`select from ${table} where tenant_id = $1`, [tenant.id])).length
    expect([await count('events'), await count('webhook_deliveries')]).toEqual([1, 1])
    const later = { db: api.context.db, clock: { now: () => new Date(api.clock.now().getTime() + DAYS_31) } }
    await makeJob(tenant)
    await pruneEvents(api.context, tenant.id)
    expect(await count('events')).toBe(2)
    await pruneEvents(later, tenant.id)
    // The second event has no place yet: it is still to be told.
    expect([await count('events'), await count('webhook_deliveries')]).toEqual([1, 0])
    expect((await admin.get(`/v1/sync/jobs?token=${token}`)).status).toBe(410)
    await tenant.drain()
    expect((await admin.get('/v1/events')).body.data).toMatchObject([{ sequence: 2 }])
    expect((await pages(admin, 'jobs')).data).toHaveLength(2)
  })

  const DAYS_31 = 31 * 24 * 3600 * 1000
})
