import { describe, expect, test } from 'vitest'
import { COMPONENTS } from '#src/modules/scoring/weights.ts'
import { testApi } from '#test/support/api.ts'
import { openJob } from './applicants.ts'

const api = await testApi()

const CV = (personal: string) => `Edda Brandt
edda@example.com
${personal}

Experience
Backend Engineer
2019-01 - 2023-12
Built services in TypeScript and PostgreSQL.

Skills
TypeScript, PostgreSQL
`

async function upload(tenant: Awaited<ReturnType<typeof api.tenant>>, text: string): Promise<string> {
  const file = { filename: 'cv.txt', bytes: Buffer.from(text) }
  const { body } = await tenant.admin.upload('/v1/resumes', { files: { file } })
  await tenant.drain()
  return body.resume.id
}

describe('bias flags', () => {
  test('of a job say what and where', async () => {
    const tenant = await api.tenant()
    const id = await openJob(tenant, { title: 'Sales ninja', description: 'For digital natives.' })
    const { status, body } = await tenant.admin.get(`/v1/jobs/${id}/bias-flags`)
    expect([status, body.data]).toEqual([
      200,
      [
        { kind: 'gendered', field: 'title', text: 'ninja', start: 6, end: 11 },
        { kind: 'age', field: 'description', text: 'digital natives', start: 4, end: 19 },
      ],
    ])
  })

  test('of a resume are listed, masked for roles without contact data, and change no score', async () => {
    const tenant = await api.tenant()
    const plain = await api.tenant()
    const job = { title: 'Backend Engineer', description: 'TypeScript and PostgreSQL', experience_min: 3 }
    const scores = []
    for (const [one, personal] of [
      [tenant, 'Marital status: married\nReligion: Catholic'],
      [plain, 'Available from May'],
    ] as const) {
      const jobId = await openJob(one, job)
      const resumeId = await upload(one, CV(personal))
      await one.admin.post(`/v1/jobs/${jobId}/matches/run`)
      await one.drain()
      scores.push((await one.admin.get(`/v1/jobs/${jobId}/matches`)).body.data[0]?.score)
      const { body } = await one.admin.get(`/v1/resumes/${resumeId}/bias-flags`)
      const kinds = body.data.map(({ kind }: { kind: string }) => kind)
      expect(kinds).toEqual(one === tenant ? ['name', 'marital_status', 'religion'] : ['name'])
      const viewer = await one.member('viewer')
      const masked = await viewer.get(`/v1/resumes/${resumeId}/bias-flags`)
      expect(masked.body.data[0]).toMatchObject({ kind: 'name', text: null })
    }
    expect(scores[0]).toBeGreaterThan(0)
    expect(scores[0]).toBe(scores[1])
  })
})

describe('a counterfactual test', () => {
  test('passes the weights in use, and is kept', async () => {
    const tenant = await api.tenant()
    const { status, body } = await tenant.admin.post('/v1/ai/counterfactual-tests', {})
    expect([status, body.passed, body.worst, body.failures]).toEqual([201, true, 0, []])
    expect((await tenant.admin.get(`/v1/ai/counterfactual-tests/${body.id}`)).body).toEqual(body)
    expect((await tenant.admin.get('/v1/ai/counterfactual-tests')).body.data).toEqual([body])
    const [event] = await api.sql(
      `select payload from events where tenant_id = $1 and type = 'counterfactual_test.completed'`,
      [tenant.id],
    )
    expect(event).toMatchObject({ payload: { passed: true } })
  })

  test('takes weights of every component', async () => {
    const { admin } = await api.tenant()
    const weights = Object.fromEntries(COMPONENTS.map((name, i) => [name, i === 0 ? 1 : 0]))
    const { status, body } = await admin.post('/v1/ai/counterfactual-tests', { weights })
    expect([status, body.weights]).toEqual([201, weights])
    const none = Object.fromEntries(COMPONENTS.map((name) => [name, 0]))
    const next = { ...none, skills: 0.000_01 }
    for (const wrong of [none, next, {}, { ...weights, charm: 1 }])
      expect((await admin.post('/v1/ai/counterfactual-tests', { weights: wrong })).status).toBe(422)
  })

  test('is for administrators', async () => {
    const tenant = await api.tenant()
    const recruiter = await tenant.member('recruiter')
    expect((await recruiter.post('/v1/ai/counterfactual-tests', {})).status).toBe(403)
  })
})
