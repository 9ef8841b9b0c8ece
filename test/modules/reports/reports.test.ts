import { describe, expect, test } from 'vitest'
import { hiring, refused } from '#test/modules/applications/support.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const REPORTS = ['dashboard', 'funnel', 'time_in_stage', 'time_to_fill', 'sources']

describe('a tenant without anything', async () => {
  const { admin } = await api.tenant()
  const none = { hires: 0, median_to_fill_seconds: null, median_to_hire_seconds: null }

  test('has a dashboard of zeros', async () => {
    const { body } = await admin.get('/v1/reports/dashboard')
    expect(body).toMatchObject({
      jobs: { draft: 0, open: 0, closed: 0 },
      candidates: { total: 0, active: 0 },
      applications: { active: 0, active_by_stage_type: { applied: 0, hired: 0 }, new_last_7_days: 0 },
      resumes: { needs_review: 0 },
    })
  })

  test('and nothing else to tell', async () => {
    for (const [name, body] of [
      ['funnel', { data: [] }],
      ['time_in_stage', { data: [] }],
      ['time_to_fill', { ...none, data: [] }],
      ['sources', { data: [] }],
    ] as const)
      expect([name, (await admin.get(`/v1/reports/${name}`)).body]).toEqual([name, body])
  })
})

describe('who may read reports', async () => {
  const tenant = await api.tenant()
  const statuses = (client: typeof tenant.admin) =>
    Promise.all(REPORTS.map(async (name) => (await client.get(`/v1/reports/${name}`)).status))

  test.each(['recruiter', 'hiring_manager', 'viewer'] as const)('a %s may', async (role) => {
    expect(await statuses(await tenant.member(role))).toEqual(REPORTS.map(() => 200))
  })

  test.each(['interviewer', 'client'] as const)('a %s may not', async (role) => {
    expect(await statuses(await tenant.member(role))).toEqual(REPORTS.map(() => 403))
  })

  test('a key needs the scope', async () => {
    expect(await statuses(await tenant.key(['reports:read']))).toEqual(REPORTS.map(() => 200))
    refused(await (await tenant.key(['applications:read'])).get('/v1/reports/funnel'), [
      403,
      'auth.forbidden_action',
    ])
  })

  test.each([
    ['funnel?filter[job_id]=1', '/filter[job_id]'],
    ['funnel?filter[entered_at][gte]=yesterday', '/filter[entered_at][gte]'],
    ['funnel?filter[applied_at][gte]=2026-01-01T00:00:00Z', '/filter[applied_at][gte]'],
    ['dashboard?filter[job_id]=1', '/filter[job_id]'],
  ])('%s is refused', async (path, pointer) => {
    const { status, body } = await tenant.admin.get(`/v1/reports/${path}`)
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })
})

test('the funnel follows an application whose stage got another type', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const { apply, does, ok, stages } = hiring(api, tenant)
  const { id, job_id } = await apply()
  await does(id, 'advance')
  const [first, second, ...rest] = await stages(job_id)
  const changed = [first, { ...second, type: 'offer' }, ...rest]
  await ok(admin.put(`/v1/jobs/${job_id}/pipeline`, { stages: changed }))
  const { body } = await admin.get('/v1/reports/funnel')
  expect(body.data).toMatchObject([
    { stage_type: 'applied', entered: 1, passed_on: 1 },
    { stage_type: 'offer', entered: 1, active: 1 },
  ])
})
