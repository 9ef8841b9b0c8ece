import { createHash, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { dailyTasks } from '#src/modules/registry.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import { handOutDaily } from '#src/workers/daily-tasks.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { type Applicant, addApplicants, many, openJob } from './applicants.ts'

const api = await testApi()

const WHOLE = { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }
/** Women of this sample are selected half as often as men. */
const UNEQUAL: Applicant[] = [
  ...many(30, { sex: 'male', race_ethnicity: 'white', selected: true }),
  ...many(20, { sex: 'male', race_ethnicity: 'white' }),
  ...many(15, { sex: 'female', race_ethnicity: 'asian', selected: true }),
  ...many(35, { sex: 'female', race_ethnicity: 'asian' }),
  ...many(6, { sex: 'female', race_ethnicity: 'white' }),
  ...many(4, { sex: 'declined', race_ethnicity: 'white', selected: true }),
]

interface Row {
  category: string[]
  applicants: number | null
}

const compute = (tenant: TestTenant, body: object = {}) =>
  tenant.admin.post('/v1/bias-audits', { metric: 'selection', ...WHOLE, ...body })
const rowOf = (rows: Row[], ...category: string[]) =>
  rows.find((row) => row.category.join() === category.join())
const events = (tenant: TestTenant, type: string) =>
  api.sql<{ payload: Record<string, unknown>; resource_id: string }>(
    'select payload, resource_id from events where tenant_id = $1 and type = $2 order by id',
    [tenant.id, type],
  )

describe('self-identification', () => {
  test('is written and overwritten, and never answered', async () => {
    const tenant = await api.tenant()
    const { applicationIds } = await addApplicants(api, tenant, [{ sex: 'female', race_ethnicity: 'asian' }])
    const url = `/v1/applications/${applicationIds[0]}/self-identification`
    expect(await tenant.admin.put(url, { sex: 'male' })).toMatchObject({ status: 204, text: '' })
    const full = { sex: 'non_binary', race_ethnicity: 'declined', veteran: 'declined', disability: 'no' }
    expect((await tenant.admin.put(url, full)).status).toBe(204)
    const rows = await api.sql(
      'select sex, race_ethnicity, veteran, disability from self_identifications where tenant_id = $1',
      [tenant.id],
    )
    expect(rows).toEqual([full])
    expect((await tenant.admin.put(url, { sex: 'x' })).status).toBe(422)
    const { body } = await tenant.admin.get(`/v1/applications/${applicationIds[0]}`)
    expect(JSON.stringify(body)).not.toContain('non_binary')
  })

  test('is no event, and a line in the log', async () => {
    const tenant = await api.tenant()
    const { applicationIds } = await addApplicants(api, tenant, [{ sex: 'male' }], { write: true })
    const { body } = await tenant.admin.get('/v1/eeo-accesses')
    expect(body.data).toMatchObject([
      { kind: 'write', subject_id: applicationIds[0], actor: { type: 'user', id: tenant.user.id } },
    ])
    const told = await api.sql<{ count: string }>(
      `select count(*) from events where tenant_id = $1 and type like '%identification%'`,
      [tenant.id],
    )
    expect(Number(told[0]?.count)).toBe(0)
  })

  test('cannot be read by the app, whatever the statement', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, [{ sex: 'male' }])
    const client = await api.context.db.app.connect()
    try {
      await client.query('begin')
      await client.query(`set local app.tenant_id to '${tenant.id}'`)
      await expect(client.query('select sex from self_identifications')).rejects.toMatchObject({
        code: '42501',
      })
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test.each(['recruiter', 'hiring_manager', 'viewer'] as const)('is not for a %s', async (role) => {
    const tenant = await api.tenant()
    const { applicationIds } = await addApplicants(api, tenant, [{}])
    const member = await tenant.member(role)
    const url = `/v1/applications/${applicationIds[0]}/self-identification`
    expect((await member.put(url, { sex: 'male' })).status).toBe(403)
    expect((await member.get('/v1/bias-audits')).status).toBe(403)
    expect((await member.get('/v1/eeo-accesses')).status).toBe(403)
  })

  test('is for keys of its own scopes', async () => {
    const tenant = await api.tenant()
    const { applicationIds } = await addApplicants(api, tenant, [{}])
    const url = `/v1/applications/${applicationIds[0]}/self-identification`
    const [writer, counter] = [await tenant.key(['eeo:write']), await tenant.key(['eeo:aggregate'])]
    expect((await writer.put(url, { sex: 'male' })).status).toBe(204)
    expect((await writer.get('/v1/bias-audits')).status).toBe(403)
    expect((await counter.put(url, { sex: 'male' })).status).toBe(403)
    expect((await counter.get('/v1/bias-audits')).status).toBe(200)
  })
})

describe('a bias audit', () => {
  test('counts who was selected, by sex, race and both', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, UNEQUAL)
    const { status, body } = await compute(tenant)
    expect(status).toBe(201)
    expect(body).toMatchObject({ status: 'draft', assessed: 110, unknown: 4, signature: null })
    expect(rowOf(body.sex, 'male')).toMatchObject({ applicants: 50, favoured: 30, rate: 0.6 })
    expect(rowOf(body.sex, 'female')).toMatchObject({
      applicants: 56,
      favoured: 15,
      rate: 0.268,
      impact_ratio: 0.446,
      below_four_fifths: true,
      significant: true,
      suppressed: false,
    })
    expect(rowOf(body.intersectional, 'white', 'female')).toMatchObject({ applicants: 6, rate: 0 })
  })

  test('hides small groups with those they follow from, until it is final', async () => {
    const tenant = await api.tenant()
    const RACES = ['white', 'asian', 'two_or_more_races'].flatMap((race_ethnicity) =>
      ['male', 'female'].flatMap((sex) => many(9, { sex, race_ethnicity })),
    )
    await addApplicants(api, tenant, RACES.slice(0, -6))
    const { body } = await compute(tenant)
    const hidden = body.intersectional.filter((row: { suppressed: boolean }) => row.suppressed)
    expect(hidden).toHaveLength(4)
    expect(rowOf(hidden, 'two_or_more_races', 'female')).toMatchObject({ applicants: null, rate: null })
    expect(body.sex.map((row: Row) => row.applicants)).toEqual([27, 21])
  })

  test('is over the dates, the department and the jobs it names', async () => {
    const tenant = await api.tenant()
    const jobId = await openJob(tenant, { department: 'Kitchen' })
    await addApplicants(api, tenant, many(6, { sex: 'male', race_ethnicity: 'white' }), { jobId })
    await addApplicants(api, tenant, many(7, { sex: 'male', race_ethnicity: 'white' }))
    const assessed = async (body: object) => (await compute(tenant, body)).body.assessed
    expect(await assessed({})).toBe(13)
    expect(await assessed({ department: 'Kitchen' })).toBe(6)
    expect(await assessed({ job_ids: [jobId] })).toBe(6)
    expect(await assessed({ to: '2020-01-02T00:00:00Z' })).toBeNull()
  })

  test('refuses a range that ends before it begins, and jobs that are not there', async () => {
    const tenant = await api.tenant()
    expect(await compute(tenant, { to: WHOLE.from })).toMatchObject({
      status: 422,
      body: { code: 'bias_audit.empty_range', errors: [{ pointer: '/to' }] },
    })
    expect(await compute(tenant, { job_ids: [newId()] })).toMatchObject({
      status: 422,
      body: { code: 'bias_audit.unknown_job' },
    })
  })

  test('of scoring takes the share above the median of the full sample, of one version', async () => {
    const tenant = await api.tenant()
    const { jobId } = await addApplicants(api, tenant, [
      ...many(8, { sex: 'male', race_ethnicity: 'white', score: 9000 }),
      ...many(2, { sex: 'male', race_ethnicity: 'white', score: 1000 }),
      ...many(2, { sex: 'female', race_ethnicity: 'white', score: 9000 }),
      ...many(8, { sex: 'female', race_ethnicity: 'white', score: 1000 }),
      { sex: null, race_ethnicity: 'white', score: 5000 },
    ])
    await addApplicants(api, tenant, many(9, { sex: 'female', score: 9999 }), { jobId, version: 'v0' })
    const { body } = await compute(tenant, { metric: 'scoring', scoring_version: 'v1' })
    expect(body).toMatchObject({ assessed: 21, unknown: 1, median_score: 50, scoring_version: 'v1' })
    expect(body.sex).toMatchObject([
      { category: ['male'], rate: 0.8, impact_ratio: 1 },
      { category: ['female'], rate: 0.2, impact_ratio: 0.25, significant: true },
    ])
    expect((await compute(tenant, { metric: 'scoring' })).body.scoring_version).toBe(SCORING_VERSION)
  })

  test('tells of a breach once, and again when it has been gone', async () => {
    const tenant = await api.tenant()
    const { applicationIds } = await addApplicants(api, tenant, UNEQUAL)
    await compute(tenant)
    await compute(tenant, { to: '2098-01-01T00:00:00Z' })
    const told = await events(tenant, 'bias_threshold.breached')
    expect(told.map(({ payload }) => payload.group)).toEqual(
      expect.arrayContaining(['sex:female', 'race_ethnicity:asian', 'intersectional:asian/female']),
    )
    expect(new Set(told.map(({ payload }) => payload.group)).size).toBe(told.length)
    expect(told[0]?.payload).toMatchObject({ metric: 'selection', impact_ratio: 0.446 })
    await api.sql(`update applications set stage_type = 'applied' where tenant_id = $1`, [tenant.id])
    await compute(tenant)
    await api.sql(`update applications set stage_type = 'offer' where tenant_id = $1 and id = any($2)`, [
      tenant.id,
      applicationIds.slice(0, 30),
    ])
    await compute(tenant)
    expect((await events(tenant, 'bias_threshold.breached')).length).toBeGreaterThan(told.length)
  })

  test('tells of no group so small that a draft hides it', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, [
      ...many(40, { sex: 'male', race_ethnicity: 'white', selected: true }),
      ...many(20, { sex: 'female', race_ethnicity: 'white', selected: true }),
      ...many(4, { sex: 'female', race_ethnicity: 'asian' }),
    ])
    await compute(tenant)
    expect(await events(tenant, 'bias_threshold.breached')).toEqual([])
  })

  test('is watched every day', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, UNEQUAL)
    const aDay = async () => {
      expect(await handOutDaily(api.context, dailyTasks, [tenant.id])).toBe(dailyTasks.length)
      await tenant.drain()
    }
    await aDay()
    const told = await events(tenant, 'bias_threshold.breached')
    expect(told.map(({ payload }) => payload.group)).toContain('sex:female')
    expect(told[0]?.payload).toMatchObject({ audit_id: null })
    api.clock.advance(24 * 3_600_000)
    await aDay()
    expect(await events(tenant, 'bias_threshold.breached')).toHaveLength(told.length)
  })
})

describe('a final audit', () => {
  const final = async (tenant: TestTenant, body: object = {}, asked: object = {}) => {
    const { body: draft } = await compute(tenant, asked)
    return tenant.admin.post(`/v1/bias-audits/${draft.id}/finalize`, body)
  }

  test('is exact, signed and frozen', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, UNEQUAL)
    const { status, body } = await final(tenant, { publish: false, distribution_date: '2026-01-01' })
    expect([status, body.status, body.signature_valid, body.allowed_actions]).toEqual([
      200,
      'finalized',
      true,
      [],
    ])
    expect(rowOf(body.intersectional, 'white', 'female')).toMatchObject({ applicants: 6, suppressed: false })
    const { public_key, value, content_sha256 } = body.signature
    expect(content_sha256).toBe(createHash('sha256').update(body.document).digest('hex'))
    const key = { key: public_key, dsaEncoding: 'ieee-p1363' as const }
    const signed = Buffer.from(value, 'base64url')
    expect(verify('sha256', Buffer.from(`shortlist bias audit v1\n${body.document}`), key, signed)).toBe(true)
    expect(verify('sha256', Buffer.from(body.document), key, signed)).toBe(false)
    expect(await tenant.admin.post(`/v1/bias-audits/${body.id}/finalize`, {})).toMatchObject({
      status: 409,
      body: { code: 'bias_audit.invalid_transition', current_state: 'finalized', allowed: [] },
    })
    expect(await events(tenant, 'bias_audit.finalized')).toMatchObject([
      { resource_id: body.id, payload: { is_public: false, content_sha256 } },
    ])
  })

  test('is changed by no statement of the app, and a changed one is found', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, UNEQUAL)
    const { body } = await final(tenant)
    const client = await api.context.db.app.connect()
    try {
      await client.query('begin')
      await client.query(`set local app.tenant_id to '${tenant.id}'`)
      const changed = await client.query(`update bias_audits set document = 'x' where id = $1`, [body.id])
      expect(changed.rowCount).toBe(0)
      await expect(client.query('delete from bias_audits')).rejects.toMatchObject({ code: '42501' })
    } finally {
      await client.query('rollback')
      client.release()
    }
    await api.sql(`update bias_audits set document = replace(document, '0.446', '0.946') where id = $1`, [
      body.id,
    ])
    expect((await tenant.admin.get(`/v1/bias-audits/${body.id}`)).body.signature_valid).toBe(false)
  })

  test('needs applicants, and a reason for groups it leaves out', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, many(29, { sex: 'male', race_ethnicity: 'white' }))
    expect(await final(tenant)).toMatchObject({
      status: 409,
      body: { code: 'bias_audit.too_few', fewest: 30 },
    })
    await addApplicants(api, tenant, [
      ...many(80, { sex: 'male', race_ethnicity: 'white', selected: true }),
      { sex: 'female', race_ethnicity: 'asian' },
    ])
    expect(await final(tenant, {}, { exclude_small: true })).toMatchObject({
      status: 422,
      body: { code: 'bias_audit.justification_missing' },
    })
    const { body } = await final(tenant, { exclusion_justification: 'One person' }, { exclude_small: true })
    expect(rowOf(body.sex, 'female')).toMatchObject({
      applicants: 1,
      rate: 0,
      impact_ratio: null,
      excluded: true,
    })
  })

  test('shows itself to everybody when it is published', async () => {
    const tenant = await api.tenant()
    await addApplicants(api, tenant, UNEQUAL)
    const url = `/public/v1/${tenant.slug}/ai-audit-summary`
    const nowhere = await api.anonymous.get('/public/v1/nobody-here/ai-audit-summary')
    const { instance: _, request_id: __, ...none } = (await api.anonymous.get(url)).body
    expect([nowhere.status, nowhere.body]).toEqual([404, expect.objectContaining(none)])
    await final(tenant, { publish: false })
    expect((await api.anonymous.get(url)).status).toBe(404)
    const { body: audit } = await final(tenant, { distribution_date: '2026-02-03' }, { source: 'All <b>' })
    const { status, body } = await api.anonymous.get(url)
    expect(status).toBe(200)
    expect(body).toMatchObject({ audit_id: audit.id, employer: tenant.slug, distribution_date: '2026-02-03' })
    const { signature, ...content } = body
    expect(signature).toEqual(audit.signature)
    expect(JSON.parse(audit.document)).toEqual(content)

    const page = await api.anonymous.with({ accept: 'text/html' }).get(url)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.text).toContain('<dd>All &lt;b&gt;</dd>')
    expect(page.text).toContain('<td>Female</td><td>56</td><td>26.8 %</td><td>0.446</td>')
    const picture = await api.anonymous.get(`${url}/summary.svg`)
    expect(picture.headers['content-type']).toContain('image/svg+xml')
    expect(picture.text).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
    for (const { text, headers } of [page, picture]) {
      expect(text).not.toMatch(/<script|javascript:|onload|href=/i)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
    }
  })
})
