import { describe, expect, test } from 'vitest'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { addResume, type Person } from './resumes.ts'

const api = await testApi()

const BACKEND = {
  title: 'Senior Backend Engineer',
  description: 'You build payment services.',
  location: 'Berlin, Germany',
  experience_min: 4,
  education_min: 'bachelor',
}
const SKILLS = ['TypeScript', 'PostgreSQL', 'Kafka'].map((skill) => ({ skill, required: true, weight: 1 }))

const EXPERT: Person = {
  name: 'Edda Expert',
  title: 'Backend Engineer',
  skills: ['TypeScript', 'PostgreSQL', 'Kafka'],
}
const LEARNER: Person = {
  name: 'Levi Learner',
  title: 'Web Developer',
  skills: ['TypeScript', 'HTML'],
  since: 2024,
}
const STRANGER: Person = {
  name: 'Stina Stranger',
  title: 'Pastry Chef',
  skills: ['Baking', 'Food safety'],
  city: 'Lyon, France',
}

interface Match {
  id: string
  candidate_id: string
  resume_id: string
  score: number
  components: { name: string; score: number; weight: number }[]
}

async function addJob(tenant: TestTenant, fields: object = {}, skills: object[] = SKILLS): Promise<string> {
  const { body } = await tenant.admin.post('/v1/jobs', { ...BACKEND, ...fields })
  await tenant.admin.put(`/v1/jobs/${body.id}/skills`, { skills })
  return body.id
}

async function openJob(tenant: TestTenant, fields: object = {}, skills?: object[]): Promise<string> {
  const id = await addJob(tenant, fields, skills)
  expect((await tenant.admin.post(`/v1/jobs/${id}/open`)).status).toBe(200)
  return id
}

/** Runs the matching of a job to its end and answers what the operation then says. */
async function run(tenant: TestTenant, jobId: string) {
  const { status, body, headers } = await tenant.admin.post(`/v1/jobs/${jobId}/matches/run`)
  expect([status, headers.location]).toEqual([202, `/v1/operations/${body.operation.id}`])
  await tenant.drain()
  return (await tenant.admin.get(`/v1/operations/${body.operation.id}`)).body
}

const rank = async (tenant: TestTenant, jobId: string): Promise<Match[]> =>
  (await tenant.admin.get(`/v1/jobs/${jobId}/matches`)).body.data

const scoredEvents = (tenant: TestTenant, jobId: string) =>
  api.sql<{ payload: { scored: number; changed: number; removed: number; top: string[] } }>(
    `select payload from events where tenant_id = $1 and type = 'match.scored' and resource_id = $2 order by id`,
    [tenant.id, jobId],
  )

describe('a job with three candidates', async () => {
  const tenant = await api.tenant()
  const expert = await addResume(tenant, EXPERT)
  const learner = await addResume(tenant, LEARNER)
  const stranger = await addResume(tenant, STRANGER)
  const jobId = await openJob(tenant)
  await tenant.drain()
  const matches = await rank(tenant, jobId)

  test('ranks them by how well they answer it', () => {
    expect(matches.map((match) => match.candidate_id)).toEqual([
      expert.candidateId,
      learner.candidateId,
      stranger.candidateId,
    ])
    const [first, , last] = matches
    expect(first?.score).toBeGreaterThan(85)
    expect(last?.score).toBeLessThan(30)
    expect(first?.resume_id).toBe(expert.resumeId)
    expect(first).toMatchObject({
      job_id: jobId,
      applied: false,
      flags: [],
      candidate: {
        first_name: 'Edda',
        last_name: 'Expert',
        headline: 'Backend Engineer',
        location: 'Berlin, Germany',
      },
    })
  })

  test('every score is the sum of its components by their weights, as anybody can recompute', async () => {
    for (const { id, score, components } of matches) {
      const sum = components.reduce(
        (all, part) => all + Math.round(part.score * 100) * Math.round(part.weight * 10_000),
        0,
      )
      expect(components.reduce((all, part) => all + Math.round(part.weight * 10_000), 0)).toBe(10_000)
      expect(Math.round(score * 100)).toBe(Math.floor((2 * sum + 10_000) / 20_000))
      const { body } = await tenant.admin.get(`/v1/matches/${id}/explanation`)
      expect([body.score, body.components]).toEqual([score, components])
      const points = body.factors.reduce(
        (all: number, factor: { points: number }) => all + Math.round(factor.points * 100),
        0,
      )
      expect(points).toBe(Math.round(score * 100))
    }
  })

  test('an explanation cites the requirement and where the resume meets it', async () => {
    const { body: job } = await tenant.admin.get(`/v1/jobs/${jobId}?expand=skills`)
    const { body, status } = await tenant.admin.get(`/v1/matches/${matches[0]?.id}/explanation`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      match_id: matches[0]?.id,
      job_id: jobId,
      candidate_id: expert.candidateId,
      language: 'en',
    })
    const [{ text } = { text: '' }] = await api.sql<{ text: string }>(
      'select text from resume_parses where tenant_id = $1 and resume_id = $2',
      [tenant.id, body.resume_id],
    )
    for (const { id, skill } of job.skills) {
      const factor = body.factors.find((each: { requirement_id: string }) => each.requirement_id === id)
      expect(factor).toMatchObject({ component: 'skills', requirement: skill, kind: 'met' })
      expect(text.slice(factor.span.start, factor.span.end)).toBe(skill)
    }
    expect(body.reasons).toContain('Has TypeScript')
    expect(body.summary).toMatch(/^Meets \d+ of \d+ requirements\.$/)
  })

  test('an explanation is written in the language asked for, from the same factors', async () => {
    const url = `/v1/matches/${matches[1]?.id}/explanation`
    const answers = await Promise.all(
      ['en', 'de', 'fr', 'es'].map((language) => tenant.admin.get(`${url}?language=${language}`)),
    )
    expect(answers.map((answer) => answer.body.language)).toEqual(['en', 'de', 'fr', 'es'])
    expect(new Set(answers.map((answer) => answer.body.summary)).size).toBe(4)
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body.factors))).size).toBe(1)
  })

  test('opening it told of the scores once', async () => {
    const events = await scoredEvents(tenant, jobId)
    expect(events.map((event) => event.payload)).toEqual([
      {
        job_id: jobId,
        scored: 3,
        changed: 3,
        removed: 0,
        scoring_version: SCORING_VERSION,
        top: matches.map((match) => match.id),
      },
    ])
  })

  test('the vectors of job and candidates are stored under their model', async () => {
    const rows = await api.sql(
      `select subject, subject_id, model, vector_dims(embedding) as dimensions from embeddings where tenant_id = $1`,
      [tenant.id],
    )
    const row = (subject: string, subject_id: string) => ({
      subject,
      subject_id,
      model: 'builtin-occupations-1',
      dimensions: 512,
    })
    const ids = [expert, learner, stranger].map(({ candidateId }) => row('candidate', candidateId))
    expect(rows).toHaveLength(4)
    expect(rows).toEqual(expect.arrayContaining([row('job', jobId), ...ids]))
  })

  test('a run that finds everything as it was changes nothing', async () => {
    const operation = await run(tenant, jobId)
    expect(operation).toMatchObject({
      kind: 'match.run',
      status: 'succeeded',
      done: 3,
      total: 3,
      result: { job_id: jobId, scored: 3, changed: 0, removed: 0 },
    })
    expect(await rank(tenant, jobId)).toEqual(matches)
    expect(await scoredEvents(tenant, jobId)).toHaveLength(2)
  })

  test('scored again from nothing, the same inputs give the same scores', async () => {
    await api.sql('delete from matches where tenant_id = $1 and job_id = $2', [tenant.id, jobId])
    await run(tenant, jobId)
    const what = ({ candidate_id, score, components }: Match) => ({ candidate_id, score, components })
    expect((await rank(tenant, jobId)).map(what)).toEqual(matches.map(what))
  })
})

test('an upload for a job ends as a match of an applicant', async () => {
  const tenant = await api.tenant()
  const jobId = await openJob(tenant)
  await addResume(tenant, LEARNER)
  const { candidateId, resumeId } = await addResume(tenant, EXPERT, { job_id: jobId })
  const { body } = await tenant.admin.get(`/v1/jobs/${jobId}/matches?filter[applied]=true`)
  expect(body.data).toMatchObject([{ candidate_id: candidateId, resume_id: resumeId, applied: true }])
  expect(await rank(tenant, jobId)).toHaveLength(2)
})

describe('what a change touches', async () => {
  const tenant = await api.tenant()
  const expert = await addResume(tenant, EXPERT)
  const learner = await addResume(tenant, LEARNER)
  const jobId = await openJob(tenant)
  const draftId = await addJob(tenant)
  await tenant.drain()
  const of = async (candidateId: string) =>
    (await rank(tenant, jobId)).find((match) => match.candidate_id === candidateId)

  test('a change of skills scores an open job again and keeps the ids', async () => {
    const before = await rank(tenant, jobId)
    await tenant.admin.put(`/v1/jobs/${jobId}/skills`, {
      skills: [{ skill: 'Rust', required: true, weight: 1 }],
    })
    await tenant.drain()
    const after = await rank(tenant, jobId)
    expect(after.map((match) => match.id).sort()).toEqual(before.map((match) => match.id).sort())
    expect(after[0]?.score).toBeLessThan(before[0]?.score ?? 0)
    expect(await scoredEvents(tenant, jobId)).toHaveLength(2)
  })

  test('a change of what does not count scores nothing', async () => {
    const before = await scoredEvents(tenant, jobId)
    await tenant.admin.patch(`/v1/jobs/${jobId}`, { department: 'Payments' })
    await tenant.admin.patch(`/v1/jobs/${draftId}`, { title: 'Staff Engineer' })
    await tenant.drain()
    expect(await scoredEvents(tenant, jobId)).toEqual(before)
    expect(await scoredEvents(tenant, draftId)).toEqual([])
  })

  test('a new resume scores its candidate for open jobs, under the same id', async () => {
    const [before, other] = [await of(learner.candidateId), await of(expert.candidateId)]
    const skilled = { ...LEARNER, skills: ['Rust', 'TypeScript'] }
    const { resumeId } = await addResume(tenant, skilled, { candidate_id: learner.candidateId })
    await tenant.drain()
    const after = await of(learner.candidateId)
    expect(after).toMatchObject({ id: before?.id, resume_id: resumeId })
    expect(after?.score).toBeGreaterThan(before?.score ?? 100)
    expect(await of(expert.candidateId)).toEqual(other)
    expect(await rank(tenant, draftId)).toEqual([])
  })

  test('a draft is scored on request, and an applicant’s new resume from then on', async () => {
    expect((await run(tenant, draftId)).result).toMatchObject({ scored: 2, changed: 2 })
    const [first] = await rank(tenant, draftId)
    expect(first?.candidate_id).toBe(expert.candidateId)
    await tenant.admin.post('/v1/applications', { job_id: draftId, candidate_id: learner.candidateId })
    await addResume(tenant, { ...EXPERT, name: LEARNER.name }, { candidate_id: learner.candidateId })
    await tenant.drain()
    const [one, two] = await rank(tenant, draftId)
    expect([one?.score, two?.score]).toEqual([first?.score, first?.score])
  })

  test('a candidate without a profile, or with one of another version, gets one in the run', async () => {
    const ids = [tenant.id, expert.candidateId]
    await api.sql(
      "update candidate_profiles set profile_version = '0' where tenant_id = $1 and candidate_id = $2",
      ids,
    )
    await api.sql("update embeddings set model = 'other' where tenant_id = $1 and subject_id = $2", ids)
    await api.sql('delete from candidate_profiles where tenant_id = $1 and candidate_id = $2', [
      tenant.id,
      learner.candidateId,
    ])
    expect((await run(tenant, jobId)).result).toMatchObject({ scored: 2, changed: 0 })
  })

  test('a resume that asks for review flags the match', async () => {
    const { candidateId } = await addResume(tenant, { ...STRANGER, email: null })
    expect(await of(candidateId)).toMatchObject({ flags: ['needs_review'] })
    await tenant.admin.delete(`/v1/candidates/${candidateId}`)
    await run(tenant, jobId)
  })

  test('a deleted candidate is gone at once, the match with the next run, and a restored one is back', async () => {
    const before = await of(expert.candidateId)
    expect((await tenant.admin.delete(`/v1/candidates/${expert.candidateId}`)).status).toBe(204)
    expect(await of(expert.candidateId)).toBeUndefined()
    expect((await tenant.admin.get(`/v1/matches/${before?.id}/explanation`)).status).toBe(404)
    expect((await tenant.admin.get(`/v1/candidates/${expert.candidateId}/matches`)).status).toBe(404)
    expect((await run(tenant, jobId)).result).toMatchObject({ scored: 1, removed: 1 })
    expect((await tenant.admin.post(`/v1/candidates/${expert.candidateId}/restore`)).status).toBe(200)
    await tenant.drain()
    expect(await of(expert.candidateId)).toMatchObject({ score: before?.score })
  })

  test('without a resume that was read, nothing is kept of a candidate', async () => {
    const { candidateId } = expert
    await api.sql('update resumes set is_primary = false where tenant_id = $1 and candidate_id = $2', [
      tenant.id,
      candidateId,
    ])
    await tenant.admin.delete(`/v1/candidates/${candidateId}`)
    await tenant.admin.post(`/v1/candidates/${candidateId}/restore`)
    await tenant.drain()
    expect((await tenant.admin.get(`/v1/candidates/${candidateId}/matches`)).body.data).toEqual([])
    const vectors = await api.sql('select 1 from embeddings where tenant_id = $1 and subject_id = $2', [
      tenant.id,
      candidateId,
    ])
    expect(vectors).toEqual([])
  })
})

test('the same work is the same score, whoever did it', async () => {
  const tenant = await api.tenant()
  const names = ['Anna Maria Schmidt', 'Jamal Washington', 'Li Wei']
  for (const name of names) await addResume(tenant, { ...EXPERT, name })
  const jobId = await openJob(tenant)
  await tenant.drain()
  const matches = await rank(tenant, jobId)
  expect(new Set(matches.map((match) => match.score)).size).toBe(1)
  expect(matches.map((match) => match.candidate_id)).toEqual(
    matches.map((match) => match.candidate_id).sort(),
  )
})

test('a run for a job that is deleted meanwhile fails and says why', async () => {
  const tenant = await api.tenant()
  const jobId = await addJob(tenant)
  const { body } = await tenant.admin.post(`/v1/jobs/${jobId}/matches/run`)
  expect((await tenant.admin.delete(`/v1/jobs/${jobId}`)).status).toBe(204)
  await tenant.drain()
  const operation = await tenant.admin.get(`/v1/operations/${body.operation.id}`)
  expect(operation.body).toMatchObject({ status: 'failed', error: { code: 'job.not_found' } })
  expect(await scoredEvents(tenant, jobId)).toEqual([])
})
