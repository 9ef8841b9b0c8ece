import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { addResume } from '../matching/resumes.ts'
import { matchesOf } from './support.ts'

const api = await testApi()

interface Place {
  candidate_id: string
  rank: number
  base_rank: number
  score: number
  propensity: number
  explored: boolean
}

/** A job with six people who are about as good as each other. */
async function crowd() {
  const tenant = await api.tenant()
  const manager = await tenant.member('hiring_manager')
  const { body } = await tenant.admin.post('/v1/jobs', {
    title: 'Data Engineer',
    description: 'Pipelines in SQL.',
    experience_min: 20,
    hiring_manager_id: manager.userId,
  })
  await tenant.admin.post(`/v1/jobs/${body.id}/open`)
  for (const [i, first] of ['Ann', 'Bob', 'Cy', 'Dee', 'Eve', 'Flo'].entries())
    await addResume(tenant, {
      name: `${first} Same`,
      title: 'Data Engineer',
      skills: ['SQL'],
      since: 2010 + Math.floor(i / 2),
    })
  await tenant.drain()
  const url = `/v1/jobs/${body.id}/shortlist`
  const places = async (): Promise<Place[]> => (await tenant.admin.get(url)).body.data
  return { tenant, admin: tenant.admin, manager, jobId: body.id as string, url, places }
}

const { tenant, admin, manager, jobId, url, places } = await crowd()
const set = (body: object) => admin.put('/v1/learning/settings', body)
const logged = async (query = '') =>
  (await admin.get(`/v1/learning/exploration-log?limit=100${query}`)).body.data

test('nothing is explored until a tenant says so', async () => {
  expect((await admin.get('/v1/learning/settings')).body).toEqual({
    policy: 'off',
    epsilon: 0.1,
    band: 3,
    seed: 0,
    version: 0,
    updated_at: null,
  })
  const { status, body } = await admin.get(url)
  expect([status, body.policy, body.model_id]).toEqual([200, 'off', null])
  const ranking = await matchesOf(tenant, jobId)
  expect(body.data.map((place: Place) => [place.candidate_id, place.score, place.rank])).toEqual(
    ranking.map((match, i) => [match.candidate_id, match.score, i + 1]),
  )
  expect(body.data.every((place: Place) => place.propensity === 1 && !place.explored)).toBe(true)
})

describe.each(['epsilon_greedy', 'ucb', 'thompson'])('%s', (policy) => {
  test('shows everybody, nobody before somebody better by more than the band', async () => {
    await set({ policy, epsilon: 0.6, band: 10, seed: 1 })
    const ranking = await matchesOf(tenant, jobId)
    const shown = await places()
    expect(shown.map((place) => place.candidate_id).sort()).toEqual(
      ranking.map((match) => match.candidate_id).sort(),
    )
    shown.forEach((above, i) => {
      expect(ranking[above.base_rank - 1]?.candidate_id).toBe(above.candidate_id)
      expect(above.explored).toBe(above.rank !== above.base_rank)
      for (const below of shown.slice(i + 1)) expect(below.score - above.score).toBeLessThanOrEqual(10)
    })
  })

  test('shows the same all day, and logs it once', async () => {
    await set({ policy, epsilon: 0.6, band: 10, seed: 2 })
    const { body: first } = await admin.get(`${url}?limit=3`)
    const { body: again } = await admin.get(url)
    expect(again.list_id).toBe(first.list_id)
    expect(again.data.slice(0, 3)).toEqual(first.data)
    await manager.get(url)
    const rows = await logged(`&filter[list_id]=${first.list_id}`)
    expect(rows).toHaveLength(6)
    for (const place of again.data) {
      const row = rows.find(({ rank }: Place) => rank === place.rank)
      expect(row).toMatchObject({
        candidate_id: place.candidate_id,
        base_rank: place.base_rank,
        propensity: place.propensity,
        score: place.score,
        job_id: jobId,
        policy,
        epsilon: 0.6,
        band: 10,
      })
      expect(row.features.experience).toBeGreaterThan(0)
      expect(row.worth).toEqual({ skills: 0.15 })
    }
  })
})

test('other seeds show other orders; the matches stay by score', async () => {
  const before = await matchesOf(tenant, jobId)
  const orders = new Set<string>()
  for (let seed = 0; seed < 8; seed++) {
    await set({ policy: 'epsilon_greedy', epsilon: 1, band: 10, seed })
    orders.add(JSON.stringify((await places()).map((place) => place.candidate_id)))
  }
  expect(orders.size).toBeGreaterThan(1)
  expect(await matchesOf(tenant, jobId)).toEqual(before)
})

test('settings have versions, and tell what changed', async () => {
  const other = await api.tenant()
  const put = (body: object, headers = {}) => other.admin.with(headers).put('/v1/learning/settings', body)
  const { body: first } = await put({ policy: 'ucb' })
  expect(first).toMatchObject({ policy: 'ucb', epsilon: 0.1, band: 3, version: 1 })
  expect((await put({ policy: 'ucb' })).body.version).toBe(1)
  expect((await put({ policy: 'off' }, { 'if-match': '"7"' })).status).toBe(412)
  expect((await put({ policy: 'ucb', band: 2.5 }, { 'if-match': '"1"' })).body.version).toBe(2)
  const events = await api.sql<{ payload: object }>(
    "select payload from events where tenant_id = $1 and type = 'learning_settings.updated' order by id",
    [other.id],
  )
  expect(events.map(({ payload }) => payload)).toEqual([
    { changed: ['policy'], version: 1 },
    { changed: ['band'], version: 2 },
  ])
})

test.each([
  [{}, '/policy'],
  [{ policy: 'greedy' }, '/policy'],
  [{ policy: 'ucb', epsilon: 1.5 }, '/epsilon'],
  [{ policy: 'ucb', epsilon: 0.00001 }, '/epsilon'],
  [{ policy: 'ucb', band: 11 }, '/band'],
  [{ policy: 'ucb', seed: -1 }, '/seed'],
])('settings are refused: %j', async (body, pointer) => {
  const answer = await set(body)
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
})

test('roles', async () => {
  const [viewer, recruiter] = [await tenant.member('viewer'), await tenant.member('recruiter')]
  expect((await viewer.get(url)).status).toBe(200)
  expect((await manager.get(url)).status).toBe(200)
  expect((await recruiter.put('/v1/learning/settings', { policy: 'off' })).status).toBe(403)
  expect((await viewer.get('/v1/learning/exploration-log')).status).toBe(403)
  expect((await recruiter.get('/v1/learning/exploration-log?limit=1')).body.data).toHaveLength(1)
  const { body } = await admin.post('/v1/jobs', { title: 'Other', description: 'Not theirs.' })
  expect((await manager.get(`/v1/jobs/${body.id}/shortlist`)).status).toBe(404)
  expect((await admin.get(`/v1/jobs/${body.id}/shortlist`)).body.data).toEqual([])
  expect((await admin.get(`${url}?limit=101`)).status).toBe(400)
})
