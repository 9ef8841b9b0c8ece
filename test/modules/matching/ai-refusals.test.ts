import { describe, expect, test } from 'vitest'
import { accept, invite } from '#test/modules/screening/support.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { llmStub } from '#test/support/llm-stub.ts'
import { addResume } from './resumes.ts'
import { all, byScore, PEOPLE, type Place, proposing, toldIn, withShortlist } from './shortlists.ts'

const api = await testApi()
const stub = await llmStub()

/** A candidate's screening for a job. */
async function invitedTo(tenant: TestTenant, job: string, candidate: string) {
  const questions = [{ kind: 'free_text', text: 'Why?' }]
  await tenant.admin.put(`/v1/jobs/${job}/screening-questions`, { questions })
  const applied = { job_id: job, candidate_id: candidate }
  const { body: application } = await tenant.admin.post('/v1/applications', applied)
  return invite(api, tenant, application.id)
}

describe('a candidate who declined AI', () => {
  async function withRefusal() {
    const made = await withShortlist(api, stub)
    const { tenant, job } = made
    const plain = await byScore(tenant, job)
    const second: Place = plain[1]
    const screening = await invitedTo(tenant, job, second.candidate_id)
    expect((await accept(screening, false)).status).toBe(200)
    return { ...made, second }
  }

  test('is not told of to a model, and keeps the place', async () => {
    const { tenant, path, second } = await withRefusal()
    proposing(stub, all)
    const { body } = await tenant.admin.post(path, {})
    expect(body).toMatchObject({ ai_used: true })
    expect(toldIn(stub.asked.at(-1)?.prompt ?? '').candidates).toHaveLength(PEOPLE.length - 1)
    expect(body.data[1]).toMatchObject({ match_id: second.match_id, rank: 2, score_rank: 2, passed: [] })
    for (const { passed } of body.data as Place[])
      expect(passed.map(({ match_id }) => match_id)).not.toContain(second.match_id)
  })

  test('who does so later makes what was proposed stale', async () => {
    const { tenant, path, job } = await withShortlist(api, stub)
    proposing(stub, all)
    const { body } = await tenant.admin.post(path, {})
    const screening = await invitedTo(tenant, job, body.data[2].candidate_id)
    await accept(screening, true)
    expect((await tenant.admin.get(path)).body).toEqual(body)
    await screening.candidate.post(`${screening.path}/request-human`, {})
    expect((await tenant.admin.get(path)).body.reason).toBe('stale')
  })

  test('is summed up and explained without a model', async () => {
    const { tenant, second } = await withRefusal()
    const from = stub.asked.length
    const match = `/v1/matches/${second.match_id}`
    const plain = (await tenant.admin.get(`${match}/explanation`)).body
    const { body: summary } = await tenant.admin.post(`${match}/summary`, {})
    expect(summary).toMatchObject({ summary: plain.summary, ai_used: false, reason: 'candidate_declined' })
    const { body: polished } = await tenant.admin.get(`${match}/explanation?polish=true`)
    expect(polished).toEqual({ ...plain, polish_reason: 'candidate_declined' })
    expect(stub.asked.length).toBe(from)
  })

  test('has further resumes read without a model', async () => {
    const { tenant, second } = await withRefusal()
    await tenant.admin.patch('/v1/ai/settings', { resume_parser: 'llm_custom' })
    const from = stub.asked.length
    const person = { name: 'Bea Sommer', title: 'Web Developer', skills: ['Kafka'] }
    await addResume(tenant, person, { candidate_id: second.candidate_id })
    expect(stub.asked.length).toBe(from)
  })
})
