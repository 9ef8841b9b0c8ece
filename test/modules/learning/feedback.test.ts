import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { hiring } from '../applications/support.ts'
import { addResume } from '../matching/resumes.ts'
import { matchesOf } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const PERSON = { name: 'Nadia North', title: 'Data Engineer', skills: ['Python', 'SQL'] }
const manager = await tenant.member('hiring_manager')
const { ok, stages, does } = hiring(api, tenant)

async function openJob(fields: object = {}): Promise<string> {
  const { id } = await ok(
    admin.post('/v1/jobs', { title: 'Data Engineer', description: 'Python.', ...fields }),
  )
  await ok(admin.post(`/v1/jobs/${id}/open`))
  return id
}

const jobId = await openJob({ hiring_manager_id: manager.userId })
const otherJobId = await openJob()
const { candidateId } = await addResume(tenant, PERSON)
await tenant.drain()
const matchOf = async (job: string) => (await matchesOf(tenant, job))[0]?.id ?? ''
const matchId = await matchOf(jobId)

const give = (by: typeof admin, body: object, match = matchId) =>
  by.post(`/v1/matches/${match}/feedback`, body)
const listed = async (query: string) => (await ok(admin.get(`/v1/learning/feedback?${query}`))).data
const told = () =>
  api.sql<{ type: string; resource_id: string; payload: Record<string, unknown> }>(
    "select type, resource_id, payload from events where tenant_id = $1 and type like 'match.feedback%' order by id",
    [tenant.id],
  )

describe('what a person makes of a match', () => {
  test('is one thing, which saying it again does not change and saying otherwise does', async () => {
    const recruiter = await tenant.member('recruiter')
    const first = await give(recruiter, { action: 'shortlist', rating: 4, reason: 'Knows SQL well' })
    expect([first.status, first.headers.location]).toEqual([201, `/v1/learning/feedback/${first.body.id}`])
    expect(first.body).toMatchObject({
      job_id: jobId,
      candidate_id: candidateId,
      source: 'person',
      given_by: recruiter.userId,
      action: 'shortlist',
      outcome: 'pending',
      rating: 4,
      version: 1,
    })
    const again = await give(recruiter, { action: 'shortlist', rating: 4, reason: 'Knows SQL well' })
    expect([again.status, again.body]).toEqual([200, first.body])
    const other = await give(recruiter, { action: 'hire', performance_rating: 5, retention_months: 14 })
    expect([other.status, other.body.id, other.body.version]).toEqual([200, first.body.id, 2])
    expect(other.body).toMatchObject({ action: 'hire', outcome: 'hired', rating: null, reason: null })
    const events = (await told()).filter(({ payload }) => payload.feedback_id === first.body.id)
    expect(events.map(({ type, resource_id, payload }) => [type, resource_id, payload.action])).toEqual([
      ['match.feedback_given', matchId, 'shortlist'],
      ['match.feedback_given', matchId, 'hire'],
    ])
    expect(JSON.stringify(events)).not.toContain('Knows SQL')
  })

  test('is one row though it is said twice at once', async () => {
    const recruiter = await tenant.member('recruiter')
    const answers = await Promise.all([
      give(recruiter, { action: 'reject' }),
      give(recruiter, { action: 'interview' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  test.each([
    [{}, '/action'],
    [{ action: 'like' }, '/action'],
    [{ action: 'shortlist', rating: 6 }, '/rating'],
    [{ action: 'shortlist', rating: 2.5 }, '/rating'],
    [{ action: 'shortlist', reason: ' ' }, '/reason'],
    [{ action: 'hire', retention_months: -1 }, '/retention_months'],
    [{ action: 'reject', performance_rating: 3 }, '/performance_rating'],
    [{ action: 'hire', outcome: 'pending', retention_months: 3 }, '/retention_months'],
    [{ action: 'shortlist', score: 9 }, '/score'],
  ])('is refused: %j', async (body, pointer) => {
    const answer = await give(admin, body)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('is taken back by whoever said it or an admin, and can be said anew', async () => {
    const [one, two] = [await tenant.member('recruiter'), await tenant.member('recruiter')]
    const { body } = await give(one, { action: 'shortlist' })
    const url = `/v1/learning/feedback/${body.id}`
    const foreign = await two.delete(url)
    expect([foreign.status, foreign.body.code]).toEqual([403, 'auth.forbidden_action'])
    expect((await one.delete(url)).status).toBe(204)
    expect((await one.get(url)).status).toBe(404)
    expect((await one.delete(url)).status).toBe(404)
    const anew = await give(one, { action: 'shortlist' })
    expect([anew.status, anew.body.version]).toEqual([201, 3])
    expect((await admin.delete(url)).status).toBe(204)
  })

  test('a hiring manager says of matches for their own jobs, a viewer of none', async () => {
    expect((await give(manager, { action: 'interview' })).status).toBe(201)
    expect((await give(manager, { action: 'interview' }, await matchOf(otherJobId))).body.code).toBe(
      'feedback.match_not_found',
    )
    expect((await give(await tenant.member('viewer'), { action: 'interview' })).status).toBe(403)
    expect((await give(await tenant.key(['matches:write']), { action: 'interview' })).status).toBe(403)
    expect((await give(await tenant.key(['learning:write']), { action: 'interview' })).status).toBe(201)
    expect((await manager.get('/v1/learning/feedback')).status).toBe(403)
  })
})

describe('what an application says', () => {
  const derived = async (applicationId: string) => {
    await tenant.drain()
    return (await listed('filter[source]=application&limit=100'))
      .filter((row: { application_id: string }) => row.application_id === applicationId)
      .map((row: { action: string; outcome: string }) => [row.action, row.outcome])
      .sort()
  }
  const apply = async (job: string) => {
    const person = await ok(admin.post('/v1/candidates', { first_name: 'Ann', last_name: 'Other' }))
    return (await ok(admin.post('/v1/applications', { job_id: job, candidate_id: person.id }))).id
  }

  test('is an interview, then a hire, each once, and no hire any more when that is undone', async () => {
    const job = await openJob()
    const id = await apply(job)
    expect(await derived(id)).toEqual([])
    const interview = (await stages(job)).find((stage: { type: string }) => stage.type === 'interview')
    await does(id, 'move', { stage_id: interview.id })
    expect(await derived(id)).toEqual([['interview', 'pending']])
    await does(id, 'hire')
    expect(await derived(id)).toEqual([
      ['hire', 'hired'],
      ['interview', 'pending'],
    ])
    await does(id, 'unhire')
    expect(await derived(id)).toEqual([['interview', 'pending']])
    await does(id, 'reject')
    expect(await derived(id)).toEqual([
      ['interview', 'pending'],
      ['reject', 'not_hired'],
    ])
    const rows = await api.sql(
      'select id from learning_feedback where tenant_id = $1 and application_id = $2',
      [tenant.id, id],
    )
    expect(rows).toHaveLength(3)
  })

  test('is nothing where closing the job rejected everybody', async () => {
    const job = await openJob()
    const id = await apply(job)
    await ok(admin.post(`/v1/jobs/${job}/close`, { application_disposition: 'reject' }))
    await tenant.drain()
    expect((await ok(admin.get(`/v1/applications/${id}`))).status).toBe('rejected')
    expect(await derived(id)).toEqual([])
  })

  test('cannot be taken back but there', async () => {
    const id = await apply(await openJob())
    await does(id, 'reject')
    await tenant.drain()
    const [row] = await listed('filter[source]=application&filter[action]=reject&limit=100')
    expect((await admin.delete(`/v1/learning/feedback/${row.id}`)).body.code).toBe('feedback.derived')
  })
})

test('is listed newest first, by job, action and source', async () => {
  const own = await listed(`filter[job_id]=${jobId}&filter[source]=person&limit=100`)
  expect(own.length).toBeGreaterThan(2)
  expect(
    own.every((row: { job_id: string; given_by: string | null }) => row.job_id === jobId && row.given_by),
  ).toBe(true)
  const times = own.map((row: { given_at: string }) => row.given_at)
  expect(times).toEqual([...times].sort().reverse())
})

test('what is said of a candidate is hidden with the candidate', async () => {
  const agency = await api.tenant()
  const job = await agency.admin.post('/v1/jobs', { title: 'Data Engineer', description: 'Python.' })
  await agency.admin.post(`/v1/jobs/${job.body.id}/open`)
  await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [agency.id])
  const [one, two] = [await agency.member('recruiter'), await agency.member('recruiter')]
  await addResume(agency, PERSON, {}, one)
  await agency.drain()
  const [match] = await matchesOf(agency, job.body.id)
  expect((await give(two, { action: 'shortlist' }, match?.id)).status).toBe(404)
  const { body } = await give(one, { action: 'shortlist' }, match?.id)
  expect((await two.get(`/v1/learning/feedback/${body.id}`)).status).toBe(404)
  expect((await two.get('/v1/learning/feedback')).body.data).toEqual([])
  expect((await one.get('/v1/learning/feedback')).body.data).toHaveLength(1)
})
