import { describe, expect, test } from 'vitest'
import { addProvider } from '#test/modules/llm/provider.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { llmStub } from '#test/support/llm-stub.ts'
import { addResume } from './resumes.ts'

const api = await testApi()
const stub = await llmStub()

async function withMatch(provider: object | null = {}) {
  const tenant = await api.tenant()
  const { admin } = tenant
  const { body: job } = await admin.post('/v1/jobs', { title: 'Web Developer', description: 'Builds.' })
  const skills = ['TypeScript', 'PostgreSQL', 'Haskell'].map((skill) => ({
    skill,
    required: true,
    weight: 1,
  }))
  await admin.put(`/v1/jobs/${job.id}/skills`, { skills })
  await admin.post(`/v1/jobs/${job.id}/open`)
  await addResume(tenant, {
    name: 'Maya Thornton',
    title: 'Web Developer',
    skills: ['TypeScript', 'PostgreSQL'],
  })
  const [match] = (await admin.get(`/v1/jobs/${job.id}/matches`)).body.data
  const plain = (await admin.get(`/v1/matches/${match.id}/explanation`)).body
  if (provider) await addProvider(tenant, stub, provider)
  return { tenant, plain, path: `/v1/matches/${match.id}` }
}

/** The number of the factor of a skill, as models are told them. */
const numberOf = ({ factors }: { factors: { requirement: string }[] }, skill: string) =>
  factors.findIndex(({ requirement }) => requirement === skill) + 1

interface Said {
  factors: number[]
  text: string
  quotes?: string[]
}

function says(...sentences: Said[]): void {
  stub.replies(({ instructions }) => ({
    text: JSON.stringify({
      sentences: instructions.startsWith('You sum up')
        ? sentences.map((said) => ({ quotes: [], ...said }))
        : sentences.map(({ quotes: _, ...said }) => said),
    }),
  }))
}

const faithful = (plain: Parameters<typeof numberOf>[0]): Said[] => [
  {
    factors: [numberOf(plain, 'TypeScript'), numberOf(plain, 'PostgreSQL')],
    text: 'The candidate has TypeScript and PostgreSQL.',
    quotes: ['TypeScript'],
  },
  { factors: [numberOf(plain, 'Haskell')], text: 'Haskell is not found in the resume.' },
]

const eventsOf = async (tenant: TestTenant) => {
  await tenant.drain()
  return (await tenant.admin.get('/v1/events?filter[type]=match.summarized')).body.data
}

describe('a summary', () => {
  test('says what the factors say, with quotes, and is kept with its call', async () => {
    const { tenant, plain, path } = await withMatch()
    says(...faithful(plain))
    const { status, body } = await tenant.admin.post(`${path}/summary`, {})
    expect([status, body]).toMatchObject([
      201,
      {
        summary: 'The candidate has TypeScript and PostgreSQL. Haskell is not found in the resume.',
        sentences: [{ quotes: ['TypeScript'] }, { quotes: [] }],
        ai_used: true,
        reason: null,
        current: true,
        language: 'en',
      },
    ])
    expect((await tenant.admin.get(`${path}/summary`)).body).toEqual(body)
    const [line] = (await tenant.admin.get('/v1/ai/lineage')).body.data
    expect([line.id, line.feature, line.entity_type]).toEqual([body.lineage_id, 'candidate_summary', 'match'])
    expect(await eventsOf(tenant)).toMatchObject([
      { data: { ai_used: true, candidate_id: body.candidate_id } },
    ])
  })

  test.each([
    ['praises', { text: 'The candidate has TypeScript, the best of all.' }],
    ['names what nobody asked for', { text: 'The candidate has TypeScript and Kubernetes.' }],
    ['quotes what is not there', { quotes: ['TypeScript expert'] }],
    ['denies what is there', { text: 'TypeScript and PostgreSQL are not found.' }],
    ['has numbers of its own', { text: 'The candidate has TypeScript and PostgreSQL for 20 years.' }],
    ['points elsewhere', { text: 'The candidate has TypeScript and PostgreSQL: https://evil.example' }],
    ['has characters that nobody sees', { text: 'The candidate has TypeScript and Postgre\u200bSQL' }],
    ['counts on facts that are none', { factors: [99] }],
  ])('of a model that %s is the plain one', async (_what, change) => {
    const { tenant, plain, path } = await withMatch()
    const [first, second] = faithful(plain)
    if (!first || !second) throw new Error('two sentences')
    says({ ...first, ...change }, second)
    const { body } = await tenant.admin.post(`${path}/summary`, {})
    expect([body.summary, body.ai_used, body.reason]).toEqual([plain.summary, false, 'unfaithful'])
    expect(body.lineage_id).not.toBeNull()
  })

  test('of a model that keeps quiet about what is missing is the plain one, and so is one that claims it', async () => {
    const { tenant, plain, path } = await withMatch()
    const [first, second] = faithful(plain)
    if (!first || !second) throw new Error('two sentences')
    says(first)
    expect((await tenant.admin.post(`${path}/summary`, {})).body.reason).toBe('unfaithful')
    says(first, { ...second, text: 'The candidate has Haskell.' })
    expect((await tenant.admin.post(`${path}/summary`, {})).body.reason).toBe('unfaithful')
  })

  test('without a model is the plain one, and says why', async () => {
    const { tenant, plain, path } = await withMatch(null)
    const none = await tenant.admin.get(`${path}/summary`)
    expect([none.status, none.body.code]).toEqual([404, 'match.no_summary'])
    const { body } = await tenant.admin.post(`${path}/summary`, { language: 'en' })
    expect(body).toMatchObject({
      summary: plain.summary,
      sentences: [],
      ai_used: false,
      reason: 'no_provider',
      lineage_id: null,
    })
  })

  test('is for those who run matches, and read by those who read them', async () => {
    const { tenant, path } = await withMatch(null)
    const viewer = await tenant.member('viewer')
    expect((await viewer.post(`${path}/summary`, {})).status).toBe(403)
    await tenant.admin.post(`${path}/summary`, {})
    expect((await viewer.get(`${path}/summary`)).status).toBe(200)
  })
})

describe('a polished explanation', () => {
  test('has its summary in sentences of the factors alone; all else stays', async () => {
    const { tenant, plain, path } = await withMatch()
    says(...faithful(plain))
    const { body } = await tenant.admin.get(`${path}/explanation?polish=true`)
    const { summary, polished, lineage_id, ...rest } = body
    expect([summary, polished]).toEqual([
      'The candidate has TypeScript and PostgreSQL. Haskell is not found in the resume.',
      true,
    ])
    expect(lineage_id).not.toBeNull()
    expect(plain).toMatchObject(rest)
  })

  test('is the plain one where the feature is off', async () => {
    const { tenant, plain, path } = await withMatch()
    await tenant.admin.patch('/v1/ai/settings', { disabled_features: ['explanation'] })
    const { body } = await tenant.admin.get(`${path}/explanation?polish=true`)
    expect(body).toEqual({ ...plain, polish_reason: 'feature_disabled' })
  })

  test('is paid once a day, and by each tenant for itself', async () => {
    const one = await withMatch()
    const other = await withMatch()
    says(...faithful(one.plain))
    const from = stub.asked.length
    const polished = async ({ tenant, path }: typeof one) =>
      (await tenant.admin.get(`${path}/explanation?polish=true`)).body.polished
    expect([await polished(one), await polished(one), await polished(other)]).toEqual([true, true, true])
    const asked = stub.asked.slice(from)
    expect(asked).toHaveLength(2)
    // The very same question: each tenant's own answer all the same.
    expect(asked[0]?.prompt).toBe(asked[1]?.prompt)
    const outcomes = async ({ tenant }: typeof one) =>
      (await tenant.admin.get('/v1/ai/lineage?sort=created_at')).body.data.map(
        ({ outcome }: { outcome: string }) => outcome,
      )
    expect([await outcomes(one), await outcomes(other)]).toEqual([['ok', 'cached'], ['ok']])
  })
})
