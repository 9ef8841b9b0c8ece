import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { addResume, type Person } from './resumes.ts'

const api = await testApi()

const PERSON: Person = { name: 'Nadia North', title: 'Data Engineer', skills: ['Python', 'SQL'] }

interface Match {
  id: string
  candidate_id: string
  score: number
  reviewed_score: number
  review: { state: string; outcome: string | null; score: number | null } | null
}

async function openJob({ admin }: TestTenant, fields: object = {}): Promise<string> {
  const { body } = await admin.post('/v1/jobs', {
    title: 'Data Engineer',
    description: 'Pipelines in Python.',
    experience_min: 20,
    ...fields,
  })
  await admin.put(`/v1/jobs/${body.id}/skills`, {
    skills: ['Python', 'SQL', 'Airflow'].map((skill) => ({ skill, required: true, weight: 1 })),
  })
  await admin.post(`/v1/jobs/${body.id}/open`)
  return body.id
}

/** A job with its matches, best first. */
async function scored(tenant: TestTenant) {
  await addResume(tenant, { ...PERSON, skills: ['Python', 'SQL', 'Airflow'] })
  await addResume(tenant, { ...PERSON, name: 'Olaf Other', title: 'Analyst' })
  await addResume(tenant, { ...PERSON, name: 'Pia Plant', title: 'Gardener', skills: ['Pruning'] })
  const jobId = await openJob(tenant)
  await tenant.drain()
  const [first, second, third] = await list(tenant, jobId)
  if (!first || !second || !third) throw new Error('nobody was scored')
  return { jobId, first, second, third }
}

const list = async ({ admin }: TestTenant, jobId: string, query = ''): Promise<Match[]> =>
  (await admin.get(`/v1/jobs/${jobId}/matches?${query}`)).body.data
const request = ({ admin }: TestTenant, { id }: Match, body: object = {}) =>
  admin.post(`/v1/matches/${id}/human-review`, body)
const complete = ({ admin }: TestTenant, { id }: Match, body: object) =>
  admin.post(`/v1/matches/${id}/human-review/complete`, body)

describe('a review by a person', () => {
  test('is asked for, then confirms the score, and all of it is kept', async () => {
    const tenant = await api.tenant()
    const { first } = await scored(tenant)
    const asked = await request(tenant, first, { reason: 'The candidate asked.' })
    expect(asked.status).toBe(200)
    expect(asked.body).toMatchObject({
      id: first.id,
      score: first.score,
      reviewed_score: first.score,
      review: {
        state: 'requested',
        outcome: null,
        reason: 'The candidate asked.',
        machine_score: first.score,
      },
    })
    expect((await tenant.admin.get(`/v1/matches/${first.id}`)).body).toEqual(asked.body)
    const done = await complete(tenant, first, { outcome: 'confirmed' })
    expect(done.body.review).toMatchObject({
      state: 'reviewed',
      outcome: 'confirmed',
      score: null,
      reason: null,
      actor_id: tenant.user.id,
    })
    const { body: history } = await tenant.admin.get(`/v1/matches/${first.id}/human-reviews`)
    expect(history.data).toMatchObject([
      { state: 'reviewed', outcome: 'confirmed', match_id: first.id },
      { state: 'requested', reason: 'The candidate asked.' },
    ])
    const events = await api.sql(
      `select type, resource_id, payload->>'outcome' as outcome from events
       where tenant_id = $1 and resource = 'match' order by id`,
      [tenant.id],
    )
    expect(events).toEqual([
      { type: 'match.human_review_requested', resource_id: first.id, outcome: null },
      { type: 'match.reviewed', resource_id: first.id, outcome: 'confirmed' },
    ])
  })

  test('overrides beside the machine, whose score stays, and gives an order of its own', async () => {
    const tenant = await api.tenant()
    const { jobId, first, second, third } = await scored(tenant)
    await request(tenant, third)
    const { body } = await complete(tenant, third, {
      outcome: 'overridden',
      score: 99.995,
      decision: 'advance',
      reason: 'Taught me Python.',
    })
    expect(body).toMatchObject({
      score: third.score,
      reviewed_score: 100,
      review: { outcome: 'overridden', score: 100, decision: 'advance', machine_score: third.score },
    })
    const ids = async (query: string) => (await list(tenant, jobId, query)).map(({ id }) => id)
    expect(await ids('sort=-score')).toEqual([first.id, second.id, third.id])
    expect(await ids('sort=-reviewed_score')).toEqual([third.id, first.id, second.id])
    const { body: page } = await tenant.admin.get(`/v1/jobs/${jobId}/matches?sort=-reviewed_score&limit=1`)
    expect(await ids(`sort=-reviewed_score&cursor=${page.next_cursor}`)).toEqual([first.id, second.id])
    expect(await ids('filter[review]=overridden')).toEqual([third.id])
    expect(await ids('filter[review]=none')).toEqual([first.id, second.id])
    expect(await ids('filter[review]=requested')).toEqual([])
    const explained = await tenant.admin.get(`/v1/matches/${third.id}/explanation`)
    expect(explained.body.score).toBe(third.score)
    const byCandidate = await tenant.admin.get(
      `/v1/candidates/${third.candidate_id}/matches?sort=-reviewed_score&filter[review]=overridden`,
    )
    expect(byCandidate.body.data).toMatchObject([{ id: third.id, reviewed_score: 100 }])
  })

  test('stays beside a new score, also of a match that was removed and made again', async () => {
    const tenant = await api.tenant()
    const { jobId, first } = await scored(tenant)
    await request(tenant, first)
    await complete(tenant, first, { outcome: 'overridden', score: 10, reason: 'Left the trade.' })
    await tenant.admin.put('/v1/scoring-preferences', { weights: { title: 1 } })
    await tenant.drain()
    const rescored = (await list(tenant, jobId)).find(({ id }) => id === first.id)
    expect(rescored).toMatchObject({ reviewed_score: 10, review: { machine_score: first.score } })
    await api.sql('delete from matches where tenant_id = $1', [tenant.id])
    await tenant.admin.post(`/v1/jobs/${jobId}/matches/run`)
    await tenant.drain()
    const remade = (await list(tenant, jobId)).find((row) => row.candidate_id === first.candidate_id)
    expect(remade).toMatchObject({ reviewed_score: 10, review: { outcome: 'overridden', score: 10 } })
    expect(remade?.id).not.toBe(first.id)
    if (remade) expect((await request(tenant, remade)).body).toMatchObject({ reviewed_score: remade.score })
  })

  test('goes its way and no other', async () => {
    const tenant = await api.tenant()
    const { first } = await scored(tenant)
    const early = await complete(tenant, first, { outcome: 'confirmed' })
    expect([early.status, early.body]).toMatchObject([
      409,
      {
        code: 'match.invalid_transition',
        current_state: 'none',
        attempted: 'complete',
        allowed: ['request'],
        reasons: { complete: 'needs a review that was requested' },
      },
    ])
    const asked = await Promise.all([request(tenant, first), request(tenant, first)])
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await complete(tenant, first, { outcome: 'confirmed' })).status).toBe(200)
    expect((await complete(tenant, first, { outcome: 'confirmed' })).status).toBe(409)
    expect((await request(tenant, first)).status).toBe(200)
  })

  test.each([
    [{ outcome: 'overridden', reason: 'Because' }, '/score'],
    [{ outcome: 'overridden', score: 50 }, '/reason'],
    [{ outcome: 'confirmed', decision: 'hold' }, '/outcome'],
    [{ outcome: 'overridden', score: 101, reason: 'x' }, '/score'],
    [{ outcome: 'overridden', decision: 'hire', reason: 'x' }, '/decision'],
    [{ outcome: 'ignored' }, '/outcome'],
  ])('with %j is refused', async (body, pointer) => {
    const tenant = await api.tenant()
    const { first } = await scored(tenant)
    await request(tenant, first)
    const answer = await complete(tenant, first, body)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('is for admins and recruiters; hiring managers read it of their jobs', async () => {
    const tenant = await api.tenant()
    const { jobId, first } = await scored(tenant)
    const [manager, viewer] = [await tenant.member('hiring_manager'), await tenant.member('viewer')]
    const urls = [`/v1/matches/${first.id}`, `/v1/matches/${first.id}/human-reviews`]
    for (const url of urls) {
      expect((await manager.get(url)).status).toBe(404)
      expect((await viewer.get(url)).status).toBe(200)
    }
    await tenant.admin.patch(`/v1/jobs/${jobId}`, { hiring_manager_id: manager.userId })
    for (const url of urls) expect((await manager.get(url)).status).toBe(200)
    // Who did not apply is nobody they know.
    expect((await manager.get(`/v1/matches/${first.id}`)).body.candidate).toBeNull()
    for (const by of [manager, viewer])
      expect((await by.post(`/v1/matches/${first.id}/human-review`, {})).status).toBe(403)
    const recruiter = await tenant.member('recruiter')
    expect((await recruiter.post(`/v1/matches/${first.id}/human-review`, {})).status).toBe(200)
  })

  test('leaves rows that nobody changes', async () => {
    const rights = await api.sql<{ privilege_type: string }>(
      `select privilege_type from information_schema.role_table_grants
       where table_name = 'human_reviews' and grantee = 'ats_app' order by 1`,
    )
    expect(rights.map((row) => row.privilege_type)).toEqual(['INSERT', 'SELECT'])
  })
})
