import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTenantOnce, withTenant } from '#src/db/tenant.ts'
import { LOWEST_ID, newId } from '#src/lib/ids.ts'
import { findJob } from '#src/modules/jobs/index.ts'
import { jobsToScore } from '#src/modules/matching/jobs-to-score.ts'
import { saveMatches } from '#src/modules/matching/matches.repo.ts'
import { listProfiles } from '#src/modules/matching/profiles.repo.ts'
import { scoreAll } from '#src/modules/matching/score-all.ts'
import { COMPONENTS } from '#src/modules/scoring/weights.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { addResume, type Person } from './resumes.ts'

const api = await testApi()

const URL = '/v1/scoring-preferences'
const JOB = {
  title: 'Data Engineer',
  description: 'Pipelines in Python for payments.',
  location: 'Lyon, France',
  experience_min: 10,
  education_min: 'master',
}
const PEOPLE: Person[] = [
  { name: 'Nadia North', title: 'Data Engineer', skills: ['Python', 'SQL', 'Airflow'] },
  { name: 'Sven South', title: 'Gardener', skills: ['Python', 'React'], city: 'Lyon, France', since: 2008 },
  { name: 'Wanda West', title: 'Data Analyst', skills: ['SQL'], degree: 'Master of Science', since: 2023 },
]

interface Match {
  id: string
  candidate_id: string
  score: number
  components: { name: string; score: number; weight: number }[]
  scoring_preferences_id: string | null
}

async function openJob({ admin }: TestTenant, fields: object = {}): Promise<string> {
  const { body } = await admin.post('/v1/jobs', { ...JOB, ...fields })
  await admin.put(`/v1/jobs/${body.id}/skills`, {
    skills: ['Python', 'SQL', 'Vue'].map((skill) => ({ skill, required: true, weight: 1 })),
  })
  await admin.post(`/v1/jobs/${body.id}/open`)
  return body.id
}

async function addPeople(tenant: TestTenant): Promise<string[]> {
  const ids: string[] = []
  for (const person of PEOPLE) ids.push((await addResume(tenant, person)).candidateId)
  return ids
}

const rank = async ({ admin }: TestTenant, jobId: string): Promise<Match[]> =>
  (await admin.get(`/v1/jobs/${jobId}/matches`)).body.data
const explain = async ({ admin }: TestTenant, { id }: Match) =>
  (await admin.get(`/v1/matches/${id}/explanation`)).body
const labels = (matches: Match[]) => [...new Set(matches.map(({ scoring_preferences_id: label }) => label))]
const component = (match: Match | undefined, name: string) =>
  match?.components.find((one) => one.name === name)

async function put(tenant: TestTenant, body: object) {
  const { status, body: answer } = await tenant.admin.put(URL, body)
  expect([status, answer.code]).toEqual([200, undefined])
  await tenant.drain()
  return answer
}

/** The formula of the API, by the numbers it shows. */
function expectToAddUp({ score, components }: Match): void {
  const sum = components.reduce(
    (all, part) => all + Math.round(part.score * 100) * Math.round(part.weight * 10_000),
    0,
  )
  expect(components.reduce((all, part) => all + Math.round(part.weight * 10_000), 0)).toBe(10_000)
  expect(Math.round(score * 100)).toBe(Math.floor((2 * sum + 10_000) / 20_000))
}

/** Any weights that add up, nothing and everything among them. */
const anyWeights = fc
  .array(fc.nat({ max: 5 }), { minLength: COMPONENTS.length, maxLength: COMPONENTS.length })
  .filter((shares) => shares.some((share) => share > 0))
  .map((shares) => {
    const sum = shares.reduce((all, share) => all + share, 0)
    const points = shares.map((share) => Math.floor((share * 10_000) / sum))
    const left = 10_000 - points.reduce((all, point) => all + point, 0)
    const first = points.findIndex((point) => point > 0)
    return Object.fromEntries(
      COMPONENTS.map((name, i) => [name, ((points[i] ?? 0) + (i === first ? left : 0)) / 10_000]),
    )
  })

describe('jobs of a tenant and its clients', async () => {
  const tenant = await api.tenant()
  const { body: client } = await tenant.admin.post('/v1/clients', { name: 'Acme' })
  await addPeople(tenant)
  const [own, clients] = [await openJob(tenant), await openJob(tenant, { client_id: client.id })]
  await tenant.drain()
  const before = { own: await rank(tenant, own), clients: await rank(tenant, clients) }

  test('are scored with the default weights until somebody says otherwise', () => {
    expect(labels([...before.own, ...before.clients])).toEqual([null])
  })

  test('are scored again by a change, as an operation, under the label of the new version', async () => {
    const changed = await put(tenant, { weights: { location: 0.6, experience: 0.4 } })
    const { body: operation } = await tenant.admin.get(`/v1/operations/${changed.operation_id}`)
    expect(operation).toMatchObject({
      kind: 'scoring_preferences.rescore',
      status: 'succeeded',
      done: 2,
      total: 2,
      result: { jobs: 2 },
    })
    for (const jobId of [own, clients]) {
      const matches = await rank(tenant, jobId)
      expect(labels(matches)).toEqual([changed.id])
      expect(matches.map(({ score }) => score)).not.toEqual(before.own.map(({ score }) => score))
      expect(component(matches[0], 'location')).toMatchObject({ weight: 0.6 })
    }
    const best = (matches: Match[]) => matches[0]?.candidate_id
    expect(best(await rank(tenant, own))).not.toBe(best(before.own))
  })

  test('of a client go by its own, and the tenant’s no longer touch them', async () => {
    const ofClient = await put(tenant, { client_id: client.id, weights: { education: 1 } })
    expect(labels(await rank(tenant, clients))).toEqual([ofClient.id])
    const kept = await rank(tenant, clients)
    const ofTenant = await put(tenant, { weights: { title: 1 } })
    expect(labels(await rank(tenant, own))).toEqual([ofTenant.id])
    expect(await rank(tenant, clients)).toEqual(kept)
    const { body } = await tenant.admin.get(`/v1/operations/${ofTenant.operation_id}`)
    expect(body.result).toEqual({ jobs: 1 })
  })

  test('have exactly the order and scores of before after going back', async () => {
    for (const client_id of [client.id, null, null]) {
      expect((await tenant.admin.post(`${URL}/rollback`, { client_id })).status).toBe(200)
      await tenant.drain()
    }
    const scored = (matches: Match[]) =>
      matches.map(({ id, score, components, scoring_preferences_id }) => ({
        id,
        score,
        components,
        scoring_preferences_id,
      }))
    expect(scored(await rank(tenant, own))).toEqual(scored(before.own))
    expect(scored(await rank(tenant, clients))).toEqual(scored(before.clients))
  })

  test('that are given to another client are scored with what that one wants', async () => {
    const ofClient = await put(tenant, { client_id: client.id, weights: { education: 1 } })
    const jobId = await openJob(tenant)
    await tenant.drain()
    expect(labels(await rank(tenant, jobId))).toEqual([null])
    await tenant.admin.patch(`/v1/jobs/${jobId}`, { client_id: client.id })
    await tenant.drain()
    expect(labels(await rank(tenant, jobId))).toEqual([ofClient.id])
  })
})

test('with any weights every stored score is the sum of its components by them', async () => {
  const tenant = await api.tenant()
  const [candidateId] = await addPeople(tenant)
  const marks = { integrity: 5, honesty: 4, discipline: 3, hard_work: 4, gratitude: 5 }
  await tenant.admin.post('/v1/values-assessments', { candidate_id: candidateId, ...marks })
  const jobs = [await openJob(tenant), await openJob(tenant, { location: null, education_min: null })]
  await tenant.drain()
  await fc.assert(
    fc.asyncProperty(anyWeights, async (weights) => {
      const { id } = await put(tenant, { weights, override_reason: 'Words alone know no synonyms' })
      for (const jobId of jobs) {
        const matches = await rank(tenant, jobId)
        expect([matches.length, labels(matches)]).toEqual([PEOPLE.length, [id]])
        for (const match of matches) {
          expectToAddUp(match)
          const { factors } = await explain(tenant, match)
          const points = factors.reduce(
            (all: number, factor: { points: number }) => all + Math.round(factor.points * 100),
            0,
          )
          expect(points).toBe(Math.round(match.score * 100))
        }
      }
    }),
    { numRuns: 15 },
  )
})

describe('preferences beyond weights', async () => {
  const tenant = await api.tenant()
  await addPeople(tenant)
  const jobId = await openJob(tenant)
  await tenant.drain()

  test('a preferred skill is one the job wishes for, unless it lists it itself', async () => {
    const before = await rank(tenant, jobId)
    await put(tenant, { weights: { skills: 1 }, preferred_skills: ['Airflow', 'python'] })
    const [first] = await rank(tenant, jobId)
    expect(first?.candidate_id).toBe(before[0]?.candidate_id)
    const { factors } = await explain(tenant, first as Match)
    const preferred = factors.filter((factor: { requirement_id: string }) =>
      factor.requirement_id.startsWith('preferred:'),
    )
    expect(preferred).toMatchObject([{ requirement: 'Airflow', kind: 'met', component: 'skills' }])
  })

  test('where remote is well, nobody’s place counts', async () => {
    await put(tenant, { weights: { location: 0.5, title: 0.5 }, preferred_skills: [] })
    expect(component((await rank(tenant, jobId))[0], 'location')?.weight).toBe(0.5)
    await put(tenant, { weights: { location: 0.5, title: 0.5 }, remote_policy: 'remote_ok' })
    for (const match of await rank(tenant, jobId)) {
      expect(component(match, 'location')).toMatchObject({ weight: 0, score: 0 })
      expect(component(match, 'title')?.weight).toBe(1)
    }
  })
})

describe('values that people assessed', async () => {
  const tenant = await api.tenant()
  const [candidateId = ''] = await addPeople(tenant)
  const jobId = await openJob(tenant)
  await tenant.drain()
  const assess = async (mark: number, by = tenant.admin) => {
    const marks = { integrity: mark, honesty: mark, discipline: mark, hard_work: mark, gratitude: mark }
    const { body } = await by.post('/v1/values-assessments', { candidate_id: candidateId, ...marks })
    await tenant.drain()
    return body.id
  }
  const matchOf = async (id: string) => (await rank(tenant, jobId)).find((row) => row.candidate_id === id)

  test('count for nothing, and nobody is scored again, while they have no weight', async () => {
    const before = await rank(tenant, jobId)
    await assess(5)
    expect(await rank(tenant, jobId)).toEqual(before)
    expect(component(before[0], 'values')).toMatchObject({ score: 0, weight: 0 })
  })

  test('count once they have one, and a new assessment scores its candidate again', async () => {
    await put(tenant, { weights: { skills: 0.6, values: 0.4 } })
    const first = await matchOf(candidateId)
    expect(component(first, 'values')).toMatchObject({ score: 100, weight: 0.4 })
    const others = (await rank(tenant, jobId)).filter((row) => row.candidate_id !== candidateId)
    for (const match of others) expect(component(match, 'values')?.weight).toBe(0)
    await assess(2, await tenant.member('recruiter'))
    const second = await matchOf(candidateId)
    expect(component(second, 'values')).toMatchObject({ score: 62.5, weight: 0.4 })
    expect((await rank(tenant, jobId)).filter((row) => row.candidate_id !== candidateId)).toEqual(others)
    const { reasons, factors } = await explain(tenant, second as Match)
    expect(reasons).toContain('Values as people assessed them: 3.50 of 5')
    expect(factors).toContainEqual(expect.objectContaining({ component: 'values', candidate_value: '3.50' }))
  })
})

test('what was scored with preferences that are no longer in force is not stored', async () => {
  const tenant = await api.tenant()
  await addPeople(tenant)
  const jobId = await openJob(tenant)
  await tenant.drain()
  const ctx = {
    ...api.context,
    app: api.context,
    tenantId: tenant.id,
    actorId: null,
    requestId: newId(),
    visibility: 'tenant' as const,
    actor: { type: 'system' as const, id: null },
    signal: new AbortController().signal,
    task: { id: newId(), attempt: 1, finishWith: () => {} },
  }
  const source = await readTenantOnce(ctx, (tx) => findJob(tx, jobId))
  const profiles = await readTenantOnce(ctx, (tx) => listProfiles(tx, LOWEST_ID, 10))
  await api.sql('delete from matches where tenant_id = $1', [tenant.id])
  const stale = await scoreAll(ctx, await jobsToScore(ctx, source ? [source] : []), profiles)
  expect(stale).toHaveLength(PEOPLE.length)
  const { id } = await put(tenant, { weights: { skills: 1 } })
  const before = await rank(tenant, jobId)
  expect(await withTenant(ctx, (tx) => saveMatches(tx, stale))).toBe(0)
  expect([await rank(tenant, jobId), labels(before)]).toEqual([before, [id]])
})
