import { describe, expect, test } from 'vitest'
import { idsOf } from '#test/modules/candidates/support.ts'
import { addProvider, PATH } from '#test/modules/llm/provider.ts'
import { addResume } from '#test/modules/matching/resumes.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { llmStub, vectors } from '#test/support/llm-stub.ts'

const api = await testApi()
const stub = await llmStub()
stub.replies(vectors)

const MODELS = '/v1/embedding-models'
const SMALL = 'text-embedding-3-small'

/** What each maker is called, here and there. */
const MAKERS = [
  ['openai', 'openai', '/v1', SMALL, 'embeddings'],
  ['google', 'gemini', '/v1beta', 'gemini-embedding-001', 'embedContents'],
  ['openai_compatible', 'custom', '/v1', 'bge-m3', 'embeddings'],
] as const

async function withModel(
  tenant: TestTenant,
  [provider, maker, path, model]: readonly [string, string, string, string, string] = MAKERS[0],
  limits: object = {},
) {
  const { admin } = tenant
  const configuration = await addProvider(tenant, stub, {
    provider: maker,
    endpoint: `${stub.origin}${path}`,
    default_model: 'chat',
    enabled_models: ['chat', model],
    ...limits,
  })
  if (maker === 'custom')
    await admin.post(`${PATH}/${configuration.id}/prices`, { model, input_price: 10_000, output_price: 0 })
  const made = await admin.post(MODELS, { key: 'theirs', provider, model, dimensions: 26 })
  expect([made.status, made.body.llm_provider_id]).toEqual([201, configuration.id])
  return { id: made.body.id as string, configuration }
}

async function reindexed(tenant: TestTenant, id: string) {
  const { body } = await tenant.admin.post(`${MODELS}/${id}/reindex`)
  await tenant.drain()
  return (await tenant.admin.get(`/v1/operations/${body.operation.id}`)).body
}

const person = (name: string, title: string, ...skills: string[]) => ({ name, title, skills })

const search = (tenant: TestTenant, q: string, mode = 'semantic') =>
  tenant.admin.post('/v1/candidates/search', { q, mode })

const lineage = async ({ admin }: TestTenant) =>
  (await admin.get('/v1/ai/lineage?filter[feature]=embeddings&sort=created_at')).body.data

async function serving(tenant: TestTenant) {
  const zebra = await addResume(tenant, person('Ann One', 'Zzz zzz zzz zzz', 'Zzzzz'))
  await addResume(tenant, person('Ben Two', 'Engineer', 'SQL'))
  const model = await withModel(tenant)
  expect(await reindexed(tenant, model.id)).toMatchObject({ status: 'succeeded', done: 2 })
  await tenant.admin.post(`${MODELS}/${model.id}/activate`)
  return { zebra, ...model }
}

describe.each(MAKERS)('a model of %s', (...maker) => {
  const [, , , model, format] = maker

  test('makes the vectors of candidates and of searches, and every request is paid and told of', async () => {
    const tenant = await api.tenant()
    const zebra = await addResume(tenant, person('Ann One', 'Zzz zzz zzz zzz', 'Zzzzz'))
    await addResume(tenant, person('Ben Two', 'Engineer', 'SQL'))
    const { id, configuration } = await withModel(tenant, maker)
    const from = stub.asked.length
    expect(await reindexed(tenant, id)).toMatchObject({ status: 'succeeded', done: 2, total: 2 })
    await tenant.admin.post(`${MODELS}/${id}/activate`)
    const { body } = await search(tenant, 'zz')
    expect([idsOf({ body })[0], body.mode, body.fallback_reason]).toEqual([
      zebra.candidateId,
      'semantic',
      null,
    ])
    const asked = stub.asked.slice(from)
    expect(asked.map((one) => [one.format, one.model])).toEqual([
      [format, model],
      [format, model],
    ])
    expect(asked.some(({ prompt }) => prompt.includes('Ann'))).toBe(false)
    const lines = await lineage(tenant)
    expect(lines).toMatchObject([
      { outcome: 'ok', model, entity_id: id, prompt_id: 'embedding', output_tokens: 0 },
      { outcome: 'ok', model, entity_id: id },
    ])
    const usage = (await tenant.admin.get(`${PATH}/${configuration.id}/usage`)).body
    const cost = lines.reduce((sum: number, line: { cost_micro_usd: number }) => sum + line.cost_micro_usd, 0)
    expect([usage.total.calls, usage.total.cost_micro_usd, usage.month.reserved_micro_usd]).toEqual([
      2,
      cost,
      0,
    ])
  })
})

test('where a maker counts nothing, the most that it can be is booked', async () => {
  const tenant = await api.tenant()
  await addResume(tenant, person('Ann One', 'Engineer', 'SQL'))
  const { id } = await withModel(tenant, MAKERS[1])
  stub.replies((asked) => ({ ...vectors(asked), tokens: null }))
  await reindexed(tenant, id)
  stub.replies(vectors)
  const [line] = await lineage(tenant)
  expect(line).toMatchObject({ outcome: 'ok', input_tokens: 0, cost_basis: 'reserved' })
  // 0.15 USD a million tokens, of which no text has more than bytes; and 1,000 of whatever else.
  const bytes = Buffer.byteLength(stub.asked.at(-1)?.prompt ?? '')
  expect(line.cost_micro_usd).toBe(Math.ceil((bytes + 1_000) * 0.15))
})

describe('a model is refused', () => {
  test.each([
    [{ provider: 'google', model: SMALL }, 'no configuration of its maker'],
    [{ provider: 'openai' }, 'no name'],
    [{ provider: 'openai', model: 'other' }, 'a name that is not enabled'],
  ])('%j: %s', async (fields, _why) => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub, { enabled_models: ['gpt-6-sol', SMALL] })
    const { status, body } = await tenant.admin.post(MODELS, { key: 'x', dimensions: 26, ...fields })
    expect([status, body.code]).toEqual([422, 'embedding_model.provider_unavailable'])
  })

  test('with the configuration of another tenant', async () => {
    const [one, other] = [await api.tenant(), await api.tenant()]
    const { id } = await addProvider(other, stub, { enabled_models: ['gpt-6-sol', SMALL] })
    await addProvider(one, stub, { enabled_models: ['gpt-6-sol', SMALL] })
    const body = { key: 'x', provider: 'openai', model: SMALL, dimensions: 26, llm_provider_id: id }
    expect((await one.admin.post(MODELS, body)).body.code).toBe('embedding_model.provider_unavailable')
  })
})

describe('a re-index', () => {
  test('waits for a provider that is away, and goes on', async () => {
    const tenant = await api.tenant()
    await addResume(tenant, person('Ann One', 'Engineer', 'SQL'))
    const { id } = await withModel(tenant)
    stub.replies((asked, nth) => (nth <= from + 1 ? { status: 503 } : vectors(asked)))
    const from = stub.asked.length
    const { body } = await tenant.admin.post(`${MODELS}/${id}/reindex`)
    await tenant.drain()
    stub.replies(vectors)
    expect((await lineage(tenant))[0]).toMatchObject({ outcome: 'failed', reason: 'provider_error' })
    const operation = `/v1/operations/${body.operation.id}`
    expect((await tenant.admin.get(operation)).body.status).toBe('pending')
    api.clock.advance(60)
    await tenant.drain()
    expect((await tenant.admin.get(operation)).body).toMatchObject({ status: 'succeeded', done: 1 })
  })

  test('fails with a reason where the budget is at its end, and can be begun anew', async () => {
    const tenant = await api.tenant()
    await addResume(tenant, person('Ann One', 'Engineer', 'SQL'))
    const { id, configuration } = await withModel(tenant, MAKERS[0], { monthly_budget_micro_usd: 0 })
    const failed = await reindexed(tenant, id)
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'embedding_model.reindex_failed' } })
    expect(failed.error.detail).toContain('budget_exhausted')
    expect((await tenant.admin.get(`${MODELS}/${id}`)).body.state).toBe('pending')
    await tenant.admin.patch(`${PATH}/${configuration.id}`, { monthly_budget_micro_usd: null })
    expect((await reindexed(tenant, id)).status).toBe('succeeded')
  })

  test('fails where vectors have another length than they should', async () => {
    const tenant = await api.tenant()
    await addResume(tenant, person('Ann One', 'Engineer', 'SQL'))
    const { id } = await withModel(tenant)
    stub.replies(() => ({ text: '[[1,2,3]]' }))
    const failed = await reindexed(tenant, id)
    stub.replies(vectors)
    expect(failed.error.detail).toContain('invalid_output')
  })
})

describe('a search by meaning', () => {
  test.each([
    [{ status: 503 }, 'provider_error'],
    [{ status: 401 }, 'unauthorized'],
  ])('is one by words where the provider answers %j, and says why', async (reply, reason) => {
    const tenant = await api.tenant()
    const { zebra } = await serving(tenant)
    stub.replies(() => reply)
    const [semantic, hybrid] = [await search(tenant, 'zzzzz'), await search(tenant, 'zzzzz', 'hybrid')]
    stub.replies(vectors)
    for (const { status, body } of [semantic, hybrid]) {
      expect([status, body.mode, body.fallback_reason]).toEqual([200, 'text', reason])
      expect(idsOf({ body })).toEqual([zebra.candidateId])
    }
  })

  test('is one by words where the feature is off', async () => {
    const tenant = await api.tenant()
    await serving(tenant)
    await tenant.admin.patch('/v1/ai/settings', { disabled_features: ['embeddings'] })
    expect((await search(tenant, 'zzzzz')).body).toMatchObject({
      mode: 'text',
      fallback_reason: 'feature_disabled',
    })
  })

  test('compares with nothing that a candidate no longer says', async () => {
    const tenant = await api.tenant()
    const { zebra, id } = await serving(tenant)
    await tenant.admin.patch('/v1/ai/settings', { disabled_features: ['embeddings'] })
    const again = await addResume(tenant, person('Ann One', 'Gardener', 'Roses'), {
      candidate_id: zebra.candidateId,
    })
    await tenant.admin.post(`/v1/resumes/${again.resumeId}/set-primary`)
    await tenant.drain()
    const left = await api.sql(
      `select subject_id from embeddings where tenant_id = $1 and model = $2 and subject_id = $3`,
      [tenant.id, id, zebra.candidateId],
    )
    expect(left).toEqual([])
  })

  test('finds whom nothing could be made of for a while, a day after it can', async () => {
    const tenant = await api.tenant()
    await serving(tenant)
    await tenant.admin.patch('/v1/ai/settings', { disabled_features: ['embeddings'] })
    const late = await addResume(tenant, person('Quentin Late', 'Qqq qqq', 'Qqqqq'))
    await tenant.admin.patch('/v1/ai/settings', { disabled_features: [] })
    expect(idsOf(await search(tenant, 'qqqqq'))).not.toContain(late.candidateId)
    api.clock.advance(25 * 60 * 60)
    await tenant.drain()
    // By then the session has run out.
    const admin = await tenant.member('recruiter')
    expect(idsOf(await search({ ...tenant, admin }, 'qqqqq'))).toContain(late.candidateId)
  })
})
