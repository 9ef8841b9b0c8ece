import { describe, expect, test } from 'vitest'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { addResume, type Person } from './resumes.ts'

const api = await testApi()

const PERSON: Person = { name: 'Nadia North', title: 'Frontend Engineer', skills: ['React', 'TypeScript'] }
const SKILLS = ['Vue', 'TypeScript', 'Kafka'].map((skill) => ({ skill, required: true, weight: 1 }))

async function scored(tenant: TestTenant, people: Person[] = [PERSON]) {
  const added: { candidateId: string }[] = []
  for (const person of people) added.push(await addResume(tenant, person))
  const { body } = await tenant.admin.post('/v1/jobs', {
    title: 'Frontend Engineer',
    description: 'You build screens.',
    location: 'Berlin, Germany',
    experience_min: 3,
  })
  const jobId: string = body.id
  await tenant.admin.put(`/v1/jobs/${jobId}/skills`, { skills: SKILLS })
  await tenant.admin.post(`/v1/jobs/${jobId}/open`)
  await tenant.drain()
  const [match] = (await tenant.admin.get(`/v1/jobs/${jobId}/matches`)).body.data
  return { jobId, match, candidateId: added[0]?.candidateId ?? '' }
}

const replay = async ({ admin }: TestTenant, id: string) => {
  const { status, body } = await admin.post(`/v1/matches/${id}/replay`)
  expect(status).toBe(200)
  return body
}

describe('a match that is made again', () => {
  test('from the same inputs is the same, to the last factor', async () => {
    const tenant = await api.tenant()
    const { match, jobId } = await scored(tenant)
    const before = (await tenant.admin.get(`/v1/jobs/${jobId}/matches`)).body
    expect(await replay(tenant, match.id)).toEqual({
      match_id: match.id,
      same: true,
      scoring_version: { stored: SCORING_VERSION, current: SCORING_VERSION },
      scoring_preferences_id: { stored: null, current: null },
      job_version: { stored: 3, current: 3 },
      profile_revision: { stored: 1, current: 1 },
      stored: { score: match.score, components: match.components },
      recomputed: { score: match.score, components: match.components },
      differences: [],
      inputs_changed: [],
    })
    expect((await tenant.admin.get(`/v1/jobs/${jobId}/matches`)).body).toEqual(before)
  })

  test('is the same after a change of the job that does not count, and with other weights in force', async () => {
    const tenant = await api.tenant()
    const { match, jobId } = await scored(tenant)
    await tenant.admin.patch(`/v1/jobs/${jobId}`, { department: 'Web' })
    const { body: put } = await tenant.admin.put('/v1/scoring-preferences', { weights: { skills: 1 } })
    expect(await replay(tenant, match.id)).toMatchObject({
      same: true,
      scoring_preferences_id: { stored: null, current: put.id },
      inputs_changed: [],
    })
    await tenant.drain()
    expect(await replay(tenant, match.id)).toMatchObject({
      same: true,
      scoring_preferences_id: { stored: put.id, current: put.id },
    })
  })

  test('says what differs, and which inputs are others by now', async () => {
    const tenant = await api.tenant()
    const { match, jobId, candidateId } = await scored(tenant)
    await tenant.admin.put(`/v1/jobs/${jobId}/skills`, { skills: SKILLS.slice(0, 2) })
    const job = await replay(tenant, match.id)
    expect(job).toMatchObject({ same: false, stored: { score: match.score }, inputs_changed: ['job'] })
    expect(job.recomputed.score).toBeGreaterThan(match.score)
    expect(job.differences).toContainEqual({
      path: '/score',
      stored: match.score,
      recomputed: job.recomputed.score,
    })
    expect(job.differences.map(({ path }: { path: string }) => path)).toContain('/components/skills/score')
    await api.sql(
      `update candidate_profiles set profile = profile || '{"titles": []}' where tenant_id = $1 and candidate_id = $2`,
      [tenant.id, candidateId],
    )
    expect((await replay(tenant, match.id)).inputs_changed).toEqual(['job', 'candidate'])
  })

  test('by another version of the scoring says so, and is not made from what that one stored', async () => {
    const tenant = await api.tenant()
    const { match, candidateId } = await scored(tenant)
    await api.sql(
      `update matches set scoring_version = '0', inputs_hash = substr(inputs_hash, 1, 66) || repeat('0', 32) where tenant_id = $1 and id = $2`,
      [tenant.id, match.id],
    )
    expect(await replay(tenant, match.id)).toMatchObject({
      same: true,
      scoring_version: { stored: '0', current: SCORING_VERSION },
      inputs_changed: ['scoring_version'],
    })
    await api.sql(
      `update candidate_profiles set profile_version = '0', profile = '{}' where tenant_id = $1 and candidate_id = $2`,
      [tenant.id, candidateId],
    )
    expect(await replay(tenant, match.id)).toMatchObject({ same: false, recomputed: null, differences: [] })
  })

  test('with another assessment of values says so', async () => {
    const tenant = await api.tenant()
    const { match, candidateId } = await scored(tenant)
    await tenant.admin.put('/v1/scoring-preferences', { weights: { skills: 0.5, values: 0.5 } })
    const marks = { integrity: 3, honesty: 3, discipline: 3, hard_work: 3, gratitude: 3 }
    const assessed = await tenant.admin.post('/v1/values-assessments', {
      candidate_id: candidateId,
      ...marks,
    })
    await tenant.drain()
    expect(await replay(tenant, match.id)).toMatchObject({ same: true, inputs_changed: [] })
    await tenant.admin.patch(`/v1/values-assessments/${assessed.body.id}`, { honesty: 5 })
    expect(await replay(tenant, match.id)).toMatchObject({ same: false, inputs_changed: ['values'] })
  })

  test('of a job that names nobody is 404 for a hiring manager', async () => {
    const tenant = await api.tenant()
    const { match } = await scored(tenant)
    const manager = await tenant.member('hiring_manager')
    expect((await manager.post(`/v1/matches/${match.id}/replay`)).status).toBe(404)
    expect((await (await tenant.member('viewer')).post(`/v1/matches/${match.id}/replay`)).status).toBe(200)
  })
})

describe('what is missing, and what there is instead', async () => {
  const tenant = await api.tenant()
  const { jobId, match } = await scored(tenant, [
    PERSON,
    { ...PERSON, name: 'Olga Other' },
    { ...PERSON, name: 'Vic Vue', skills: ['Vue', 'Kafka'], since: 2025 },
    { name: 'Gus Green', title: 'Gardener', skills: ['Pruning'], city: 'Lima, Peru' },
  ])
  const requirements = async () => (await tenant.admin.get(`/v1/jobs/${jobId}/matches/requirements`)).body

  test('is named and counted in the explanation of a match', async () => {
    const react = (await tenant.admin.get(`/v1/jobs/${jobId}/matches`)).body.data
    const explanations = await Promise.all(
      react.map(
        async ({ id }: { id: string }) => (await tenant.admin.get(`/v1/matches/${id}/explanation`)).body,
      ),
    )
    const near = explanations.find(({ near_misses }) => near_misses.length > 0)
    expect(near.near_misses).toMatchObject([
      { component: 'skills', requirement: 'Vue', candidate_value: 'React' },
    ])
    expect(near.missing.map(({ requirement }: { requirement: string }) => requirement)).toContain('Kafka')
    const kinds = near.factors.map(({ kind }: { kind: string }) => kind)
    for (const kind of ['met', 'partial', 'near_miss', 'missing'] as const)
      expect([kind, near.requirements[kind]]).toEqual([
        kind,
        kinds.filter((one: string) => one === kind).length,
      ])
    expect(near.summary).toContain('Close: Vue (React). Not found: Kafka.')
  })

  test('is counted over all matches of a job, what keeps out most first', async () => {
    const { matches, data } = await requirements()
    expect(matches).toBe(4)
    const of = (name: string) => data.find((row: { requirement: string }) => row.requirement === name)
    expect(of('Kafka')).toMatchObject({ component: 'skills', met: 1, missing: 3, near_misses: [] })
    expect(of('Vue')).toMatchObject({
      met: 1,
      near_miss: 2,
      missing: 1,
      near_misses: [{ value: 'React', matches: 2 }],
    })
    expect(data[0].requirement).toBe('Kafka')
    expect(of('3+ years')).toMatchObject({ component: 'experience', met: 3, partial: 1 })
    for (const row of data) expect(row.met + row.partial + row.near_miss + row.missing).toBeLessThanOrEqual(4)
  })

  test('is counted without those who are deleted', async () => {
    await tenant.admin.delete(`/v1/candidates/${match.candidate_id}`)
    expect((await requirements()).matches).toBe(3)
  })

  test('is for those who read the job’s matches', async () => {
    const manager = await tenant.member('hiring_manager')
    expect((await manager.get(`/v1/jobs/${jobId}/matches/requirements`)).status).toBe(404)
    const { status, body } = await (await api.tenant()).admin.get(`/v1/jobs/${jobId}/matches/requirements`)
    expect([status, body.code]).toEqual([404, 'job.not_found'])
  })
})
