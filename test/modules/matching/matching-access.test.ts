import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { addResume, type Person } from './resumes.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

const PERSON: Person = { name: 'Nadia North', title: 'Data Engineer', skills: ['Python', 'SQL', 'Airflow'] }

async function addJob(by: Client, fields: object = {}): Promise<string> {
  const { body } = await by.post('/v1/jobs', {
    title: 'Data Engineer',
    description: 'Pipelines in Python.',
    ...fields,
  })
  await by.post(`/v1/jobs/${body.id}/open`)
  return body.id
}

const manager = await tenant.member('hiring_manager')
const jobId = await addJob(admin, { hiring_manager_id: manager.userId })
const otherJobId = await addJob(admin)
const { candidateId } = await addResume(tenant, PERSON)
await addResume(tenant, { ...PERSON, name: 'Olaf Outside', skills: ['Python'] })
const foreignJobId = await addJob(other.admin)
const foreign = await addResume(other, PERSON)
await tenant.drain()
await other.drain()

const matchesOf = async (by: Client, url: string) => (await by.get(url)).body.data
const matchId: string = (await matchesOf(admin, `/v1/candidates/${candidateId}/matches`)).find(
  (match: { job_id: string }) => match.job_id === jobId,
).id
const foreignMatchId: string = (await matchesOf(other.admin, `/v1/jobs/${foreignJobId}/matches`))[0].id

const reads = [
  `/v1/jobs/${jobId}/matches`,
  `/v1/candidates/${candidateId}/matches`,
  `/v1/matches/${matchId}/explanation`,
]
const runUrl = `/v1/jobs/${jobId}/matches/run`

test('all of it needs a token', async () => {
  for (const url of reads) expect((await api.anonymous.get(url)).status).toBe(401)
  expect((await api.anonymous.post(runUrl)).status).toBe(401)
})

test.each([
  ['/v1/jobs/:id/matches?sort=name', '/sort'],
  ['/v1/jobs/:id/matches?filter[applied]=perhaps', '/filter[applied]'],
  ['/v1/jobs/:id/matches?filter[score][gte]=1e2', '/filter[score][gte]'],
  ['/v1/jobs/:id/matches?filter[score]=50', '/filter[score]'],
  ['/v1/jobs/:id/matches?cursor=nonsense', '/cursor'],
  ['/v1/matches/:id/explanation?language=tlh', '/language'],
])('refuses %s', async (path, pointer) => {
  const url = path.replace(':id', path.startsWith('/v1/matches') ? matchId : jobId)
  const { status, body } = await admin.get(url)
  expect([status, body.errors[0].pointer]).toEqual([400, pointer])
})

test('refuses a body that says something', async () => {
  const { status, body } = await admin.post(runUrl, { candidates: [] })
  expect([status, body.errors[0].pointer]).toEqual([422, '/candidates'])
})

describe('roles', () => {
  test.each(['interviewer', 'client'] as const)('a %s sees no matches', async (role) => {
    const member = await tenant.member(role)
    for (const url of reads) expect((await member.get(url)).status).toBe(403)
  })

  test('a viewer reads and does not run, a recruiter does both', async () => {
    const viewer = await tenant.member('viewer')
    for (const url of reads) expect((await viewer.get(url)).status).toBe(200)
    expect((await viewer.post(runUrl)).body.code).toBe('auth.forbidden_action')
    expect((await (await tenant.member('recruiter')).post(runUrl)).status).toBe(202)
  })

  test('a hiring manager reads those of jobs that name them', async () => {
    expect(await matchesOf(manager, `/v1/jobs/${jobId}/matches`)).toHaveLength(2)
    expect((await manager.get(`/v1/jobs/${otherJobId}/matches`)).status).toBe(404)
    expect((await manager.get(`/v1/matches/${matchId}/explanation`)).status).toBe(200)
    const [hidden] = await matchesOf(admin, `/v1/jobs/${otherJobId}/matches`)
    expect((await manager.get(`/v1/matches/${hidden.id}/explanation`)).status).toBe(404)
    expect((await manager.get(`/v1/candidates/${candidateId}/matches`)).status).toBe(404)
    await admin.post('/v1/applications', { job_id: jobId, candidate_id: candidateId })
    const own = await matchesOf(manager, `/v1/candidates/${candidateId}/matches`)
    expect(own.map((match: { job_id: string }) => match.job_id)).toEqual([jobId])
    expect((await manager.post(runUrl)).status).toBe(403)
  })

  test('a key sees beside a match what its scopes let it see', async () => {
    const key = await tenant.key(['matches:read'])
    const [match] = await matchesOf(key, `/v1/jobs/${jobId}/matches`)
    expect(match.candidate).toBeNull()
    const [job] = await matchesOf(key, `/v1/candidates/${candidateId}/matches`)
    expect(job.job).toBeNull()
    expect((await key.post(runUrl)).status).toBe(403)
    expect((await (await tenant.key(['matches:write'])).post(runUrl)).status).toBe(202)
    expect((await (await tenant.key(['jobs:read'])).get(reads[0] ?? '')).status).toBe(403)
  })
})

test('an unknown, a malformed and another tenant’s id have the same answer', async () => {
  const calls: [string, (id: string) => Promise<{ status: number; body: object }>][] = [
    [foreignJobId, (id) => admin.get(`/v1/jobs/${id}/matches`)],
    [foreignJobId, (id) => admin.post(`/v1/jobs/${id}/matches/run`)],
    [foreign.candidateId, (id) => admin.get(`/v1/candidates/${id}/matches`)],
    [foreignMatchId, (id) => admin.get(`/v1/matches/${id}/explanation`)],
  ]
  for (const [foreignId, call] of calls) {
    const answers = await Promise.all([call(foreignId), call(newId()), call('not-an-id')])
    for (const { status, body } of answers) {
      expect(status).toBe(404)
      expect({ ...body, instance: '', request_id: '' }).toEqual({
        ...answers[0]?.body,
        instance: '',
        request_id: '',
      })
    }
  }
  expect((await other.admin.get(`/v1/matches/${foreignMatchId}/explanation`)).status).toBe(200)
})

test('a dry run scores nothing', async () => {
  const tasks = () => api.sql('select id from tasks where tenant_id = $1', [tenant.id])
  const before = await tasks()
  const { status, body } = await admin.post(runUrl, {}, { prefer: 'dry-run' })
  expect([status, body.status, body.result.operation.status]).toEqual([200, 202, 'pending'])
  expect(await tasks()).toEqual(before)
})

test('a candidate who is hidden from a recruiter is hidden with every match', async () => {
  const agency = await api.tenant()
  await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [agency.id])
  const [one, two] = [await agency.member('recruiter'), await agency.member('recruiter')]
  const job = await addJob(one)
  const mine = await addResume(agency, PERSON, {}, one)
  await addResume(agency, { ...PERSON, name: 'Tove Two' }, {}, two)
  await agency.drain()
  const [seen, ...rest] = await matchesOf(one, `/v1/jobs/${job}/matches`)
  expect([seen.candidate_id, rest]).toEqual([mine.candidateId, []])
  expect((await two.get(`/v1/matches/${seen.id}/explanation`)).status).toBe(404)
  expect((await two.get(`/v1/candidates/${mine.candidateId}/matches`)).status).toBe(404)
  expect(await matchesOf(agency.admin, `/v1/jobs/${job}/matches`)).toHaveLength(2)
})

describe('pages and filters', async () => {
  const crowd = await api.tenant()
  const job = await addJob(crowd.admin, { education_min: 'master' })
  const people = ['Ann', 'Bob', 'Cy', 'Dee', 'Eve'].map((first) => ({ ...PERSON, name: `${first} Same` }))
  const same: string[] = []
  for (const person of people) same.push((await addResume(crowd, person)).candidateId)
  const best = await addResume(crowd, { ...PERSON, name: 'Flo Best', degree: 'Master of Science' })
  const weak = await addResume(crowd, { name: 'Gus Weak', title: 'Florist', skills: ['Gardening'] })
  await crowd.admin.post('/v1/applications', { job_id: job, candidate_id: weak.candidateId })
  await crowd.drain()
  const list = async (query: string) => (await crowd.admin.get(`/v1/jobs/${job}/matches?${query}`)).body
  const idsOf = (body: { data: { candidate_id: string }[] }) => body.data.map((match) => match.candidate_id)
  const ranked = [best.candidateId, ...same.sort(), weak.candidateId]

  test.each([
    ['-score', ranked],
    ['score', [weak.candidateId, ...same.sort(), best.candidateId]],
  ])('pages by %s, equal scores by candidate', async (sort, expected) => {
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const body = await list(`limit=2&sort=${sort}${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...idsOf(body))
      cursor = body.next_cursor
    } while (cursor)
    expect(seen).toEqual(expected)
  })

  test('narrows to applicants, and to everybody else', async () => {
    const applied = await list('filter[applied]=true')
    expect(idsOf(applied)).toEqual([weak.candidateId])
    expect(applied.data[0].applied).toBe(true)
    expect(idsOf(await list('filter[applied]=false'))).toEqual(ranked.slice(0, -1))
  })

  test('narrows by score, to the hundredth', async () => {
    const all = await list('')
    const { score } = all.data[1]
    expect(idsOf(await list(`filter[score][gte]=${score}`))).toEqual(ranked.slice(0, -1))
    expect(idsOf(await list(`filter[score][gte]=${(score + 0.01).toFixed(2)}`))).toEqual([best.candidateId])
    expect(idsOf(await list(`filter[score][lte]=${score}&filter[applied]=false`))).toEqual(same.sort())
    expect(idsOf(await list('updated_since=2999-01-01T00:00:00Z'))).toEqual([])
  })

  test('answers only the members asked for, and the id', async () => {
    const { body } = await crowd.admin.get(`/v1/jobs/${job}/matches?fields=score,candidate_id&limit=1`)
    expect(Object.keys(body.data[0])).toEqual(['id', 'candidate_id', 'score'])
  })

  test('a candidate’s jobs come best first', async () => {
    const second = await addJob(crowd.admin, { title: 'Florist', description: 'Gardening.' })
    await crowd.drain()
    const { body } = await crowd.admin.get(`/v1/candidates/${weak.candidateId}/matches`)
    expect(body.data.map((match: { job_id: string }) => match.job_id)).toEqual([second, job])
    expect(body.data[0]).toMatchObject({
      job: { title: 'Florist', status: 'open', location: null },
      applied: false,
    })
    const applied = await crowd.admin.get(`/v1/candidates/${weak.candidateId}/matches?filter[applied]=true`)
    expect(applied.body.data.map((match: { job_id: string }) => match.job_id)).toEqual([job])
  })
})
