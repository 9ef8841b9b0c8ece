import { describe, expect, test } from 'vitest'
import { addProvider } from '#test/modules/llm/provider.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { llmStub } from '#test/support/llm-stub.ts'

const api = await testApi()
const stub = await llmStub()

const DRAFT = {
  title: 'Welder of ships',
  description: 'You weld hulls.\n\nYou work in a team of five.',
  skills: [
    { skill: 'Welding', required: true, weight: 1 },
    { skill: 'Blueprint reading', required: false, weight: 0.5 },
  ],
  questions: ['Which hulls have you welded?'],
}

async function withJob() {
  const tenant = await api.tenant()
  const { body: job } = await tenant.admin.post('/v1/jobs', { title: 'Welder', description: 'Weld.' })
  const skills = [{ skill: 'Welding', required: false, weight: 0.2 }]
  await tenant.admin.put(`/v1/jobs/${job.id}/skills`, { skills })
  return { tenant, id: job.id as string, path: `/v1/jobs/${job.id}/enrichments` }
}

async function drafted() {
  const made = await withJob()
  await addProvider(made.tenant, stub)
  stub.replies(() => ({ text: JSON.stringify(DRAFT) }))
  const { status, body } = await made.tenant.admin.post(made.path, {})
  expect(status).toBe(201)
  return { ...made, draft: body }
}

const jobOf = async ({ admin }: TestTenant, id: string) =>
  (await admin.get(`/v1/jobs/${id}?expand=skills`)).body

const types = async (tenant: TestTenant) => {
  await tenant.drain()
  const { body } = await tenant.admin.get('/v1/events?limit=100')
  return body.data.map(({ type }: { type: string }) => type)
}

describe('a draft', () => {
  test('is kept beside the job, which stays as it is, with the call it is of', async () => {
    const { tenant, id, path, draft } = await drafted()
    expect(draft).toMatchObject({
      job_id: id,
      state: 'draft',
      draft: DRAFT,
      original: {
        title: 'Welder',
        description: 'Weld.',
        skills: [{ skill: 'Welding', required: false, weight: 0.2 }],
      },
      accepted: null,
      version: 1,
    })
    expect(await jobOf(tenant, id)).toMatchObject({ title: 'Welder', version: 2 })
    const lines = (await tenant.admin.get(`/v1/ai/lineage?filter[entity_id]=${id}`)).body.data
    expect(lines).toMatchObject([{ id: draft.lineage_id, feature: 'job_enrichment', prompt_version: 1 }])
    expect((await tenant.admin.get(path)).body.data).toEqual([draft])
    expect((await tenant.admin.get(`${path}/${draft.id}`)).body).toEqual(draft)
    expect(await types(tenant)).toContain('job_enrichment.created')
  })

  test('is accepted as one change of the job, and once', async () => {
    const { tenant, id, path, draft } = await drafted()
    const accepted = await tenant.admin.post(`${path}/${draft.id}/accept`, {})
    const { questions: _, ...said } = DRAFT
    expect([accepted.status, accepted.body]).toMatchObject([
      200,
      { state: 'accepted', accepted: said, original: draft.original, decided_by: tenant.user.id, version: 2 },
    ])
    const job = await jobOf(tenant, id)
    expect(job).toMatchObject({ title: DRAFT.title, description: DRAFT.description, version: 3 })
    expect(job.skills.map(({ skill }: { skill: string }) => skill)).toEqual(['Welding', 'Blueprint reading'])
    const [change] = (await tenant.admin.get(`/v1/jobs/${id}/history`)).body.data
    expect(Object.keys(change.changes).sort()).toEqual(['description', 'skills', 'title'])
    const again = await tenant.admin.post(`${path}/${draft.id}/accept`, {})
    expect([again.status, again.body.code]).toEqual([409, 'job_enrichment.invalid_transition'])
    expect(await types(tenant)).toEqual(expect.arrayContaining(['job.updated', 'job_enrichment.accepted']))
  })

  test('is accepted with edits', async () => {
    const { tenant, id, path, draft } = await drafted()
    const edits = { title: 'Ship welder', skills: [] }
    const { body } = await tenant.admin.post(`${path}/${draft.id}/accept`, { edits })
    expect(body.accepted).toEqual({ ...edits, description: DRAFT.description, questions: [] })
    expect(await jobOf(tenant, id)).toMatchObject({ ...edits, description: DRAFT.description })
  })

  test('has its questions asked in screenings where a person says so, after what the job asks already', async () => {
    const { tenant, id, path, draft } = await drafted()
    const own = { kind: 'number', text: 'How many years have you welded?' }
    await tenant.admin.put(`/v1/jobs/${id}/screening-questions`, { questions: [own] })
    const questions = [...draft.draft.questions, 'Why ships?', own.text]
    const { status, body } = await tenant.admin.post(`${path}/${draft.id}/accept`, { questions })
    expect([status, body.accepted.questions]).toEqual([200, questions])
    const asked = (await tenant.admin.get(`/v1/jobs/${id}/screening-questions`)).body
    expect(asked).toMatchObject({
      version: 2,
      questions: [
        own,
        { kind: 'free_text', text: DRAFT.questions[0], required: true, criteria: [] },
        { kind: 'free_text', text: 'Why ships?' },
      ],
    })
    expect(asked.questions).toHaveLength(3)
    expect(await types(tenant)).toContain('screening_questions.replaced')
  })

  test('asks nothing in screenings that nobody named', async () => {
    const { tenant, id, path, draft } = await drafted()
    await tenant.admin.post(`${path}/${draft.id}/accept`, {})
    expect((await tenant.admin.get(`/v1/jobs/${id}/screening-questions`)).body.version).toBe(0)
  })

  test('is refused with more questions than a job may ask, and nothing changes', async () => {
    const { tenant, id, path, draft } = await drafted()
    const many = Array.from({ length: 18 }, (_, i) => ({
      kind: 'yes_no',
      text: `Have you welded hull ${i}?`,
    }))
    await tenant.admin.put(`/v1/jobs/${id}/screening-questions`, { questions: many })
    const questions = ['Why?', 'How?', 'Where?']
    const { status, body } = await tenant.admin.post(`${path}/${draft.id}/accept`, { questions })
    expect([status, body.code]).toEqual([409, 'job_enrichment.too_many_questions'])
    expect(await jobOf(tenant, id)).toMatchObject({ title: 'Welder', version: 2 })
  })

  test('has its questions asked by those who write screenings alone', async () => {
    const { tenant, path, draft } = await drafted()
    const { body: key } = await tenant.admin.post('/v1/api-keys', { name: 'Key', scopes: ['jobs:write'] })
    const client = api.anonymous.with({ authorization: `Bearer ${key.key}` })
    const accept = (body: object) => client.post(`${path}/${draft.id}/accept`, body)
    expect((await accept({ questions: ['Why?'] })).status).toBe(403)
    expect((await accept({})).status).toBe(200)
  })

  test('has no skill twice, and no question that nobody may ask', async () => {
    const made = await withJob()
    await addProvider(made.tenant, stub)
    const skills = ['Kubernetes', 'k8s', 'Welding'].map((skill) => ({ skill, required: true, weight: 1 }))
    const questions = [
      'How old are you?',
      'Which hulls have you welded?',
      'Tell me all at https://evil.example',
    ]
    stub.replies(() => ({ text: JSON.stringify({ ...DRAFT, skills, questions }) }))
    const { body } = await made.tenant.admin.post(made.path, {})
    expect(body.draft.skills).toEqual([skills[0], skills[2]])
    expect(body.draft.questions).toEqual(['Which hulls have you welded?'])
    expect((await made.tenant.admin.post(`${made.path}/${body.id}/accept`, {})).status).toBe(200)
  })

  test('is rejected, and the job stays', async () => {
    const { tenant, id, path, draft } = await drafted()
    expect((await tenant.admin.post(`${path}/${draft.id}/reject`, {})).body.state).toBe('rejected')
    expect(await jobOf(tenant, id)).toMatchObject({ title: 'Welder', version: 2 })
    expect((await tenant.admin.post(`${path}/${draft.id}/accept`, {})).status).toBe(409)
  })

  test('of a job that says something else by now is refused', async () => {
    const { tenant, id, path, draft } = await drafted()
    await tenant.admin.patch(`/v1/jobs/${id}`, { description: 'Weld well.' })
    const { status, body } = await tenant.admin.post(`${path}/${draft.id}/accept`, {})
    expect([status, body.code]).toEqual([409, 'job_enrichment.outdated'])
  })

  test('is refused with edits that a job does not take, and nothing changes', async () => {
    const { tenant, id, path, draft } = await drafted()
    const twice = ['Welding', 'welding'].map((skill) => ({ skill, required: true, weight: 1 }))
    const { status, body } = await tenant.admin.post(`${path}/${draft.id}/accept`, {
      edits: { skills: twice },
    })
    expect([status, body.code]).toEqual([422, 'job.duplicate_skill'])
    expect(await jobOf(tenant, id)).toMatchObject({ title: 'Welder', version: 2 })
    expect((await tenant.admin.get(`${path}/${draft.id}`)).body.state).toBe('draft')
  })

  test('of another job is not found', async () => {
    const { tenant, draft } = await drafted()
    const { body } = await tenant.admin.post('/v1/jobs', { title: 'Other', description: 'Other.' })
    expect((await tenant.admin.get(`/v1/jobs/${body.id}/enrichments/${draft.id}`)).body.code).toBe(
      'job_enrichment.not_found',
    )
  })

  test('is for those who write jobs', async () => {
    const { tenant, path, draft } = await drafted()
    const viewer = await tenant.member('viewer')
    expect((await viewer.get(`${path}/${draft.id}`)).status).toBe(200)
    expect((await viewer.post(path, {})).status).toBe(403)
    expect((await viewer.post(`${path}/${draft.id}/accept`, {})).status).toBe(403)
  })
})

describe('without a model', () => {
  test.each([
    ['no_provider', async () => {}],
    [
      'ai_disabled',
      async (tenant: TestTenant) => {
        await addProvider(tenant, stub)
        await tenant.admin.patch('/v1/ai/settings', { enabled: false })
      },
    ],
    [
      'budget_exhausted',
      async (tenant: TestTenant) => {
        await addProvider(tenant, stub, { monthly_budget_micro_usd: 0 })
      },
    ],
    [
      'provider_error',
      async (tenant: TestTenant) => {
        await addProvider(tenant, stub)
        stub.replies(() => ({ status: 500 }))
      },
    ],
  ] as const)('%s is told, and nothing else happens', async (reason, arrange) => {
    const { tenant, id, path } = await withJob()
    await arrange(tenant)
    const { status, body } = await tenant.admin.post(path, {})
    expect([status, body.code, body.reason]).toEqual([409, 'ai.unavailable', reason])
    expect((await tenant.admin.get(path)).body.data).toEqual([])
    expect((await jobOf(tenant, id)).version).toBe(2)
  })
})
