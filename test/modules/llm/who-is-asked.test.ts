import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { llmStub } from '#test/support/llm-stub.ts'
import { asker, good, lineageOf, replier } from './asking.ts'
import { addProvider, PATH } from './provider.ts'

const api = await testApi()
const stub = await llmStub()
const ask = asker(api)
const replies = replier(stub)

describe('who is asked', () => {
  test('nobody without a provider, or with AI switched off, or this use of it', async () => {
    const tenant = await api.tenant()
    const asked = replies(good)
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'no_provider', lineageId: null })
    const { id } = await addProvider(tenant, stub)
    const off = await tenant.admin.patch('/v1/ai/settings', { disabled_features: ['candidate_summary'] })
    expect(off.body).toMatchObject({ enabled: true, disabled_features: ['candidate_summary'], version: 1 })
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'feature_disabled' })
    expect(await ask(tenant, { feature: 'explanation' })).toMatchObject({ ok: true })
    await tenant.admin.patch('/v1/ai/settings', { enabled: false, disabled_features: [] })
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'ai_disabled' })
    await tenant.admin.patch('/v1/ai/settings', { enabled: true })
    await tenant.admin.patch(`${PATH}/${id}`, { active: false })
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'no_provider' })
    expect(asked()).toHaveLength(1)
  })

  test('the default, and then whoever stands in, in their order', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub, { api_key: 'sk-first-00' })
    await addProvider(tenant, stub, { api_key: 'sk-never-00' })
    await addProvider(tenant, stub, { api_key: 'sk-third-00', fallback_order: 2 })
    await addProvider(tenant, stub, { api_key: 'sk-second-0', fallback_order: 1 })
    const asked = replies({ status: 500 }, { status: 401 }, good)
    expect(await ask(tenant)).toMatchObject({ ok: true })
    expect(asked().map(({ key }) => key)).toEqual(['sk-first-00', 'sk-second-0', 'sk-third-00'])
    const lines = await lineageOf(tenant)
    expect(lines.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'provider_error'],
      ['failed', 'unauthorized'],
      ['ok', null],
    ])
  })

  test('nobody else because of an answer of no use, or of a question that is wrong', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    await addProvider(tenant, stub, { fallback_order: 1 })
    const asked = replies({ status: 400 })
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'invalid_request' })
    expect(asked()).toHaveLength(1)
  })

  test('nobody who only fails, until a while has passed', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const asked = replies({ status: 503 })
    for (let i = 0; i < 6; i++) await ask(tenant)
    expect(asked()).toHaveLength(5)
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'resting' })
    stub.replies(() => good)
    api.clock.advance(31)
    expect(await ask(tenant)).toMatchObject({ ok: true })
  })

  test('nobody who asked to be left alone for so long', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const asked = replies({ status: 429, headers: { 'retry-after': '40' } }, good)
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'rate_limited' })
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'resting' })
    api.clock.advance(41)
    expect(await ask(tenant)).toMatchObject({ ok: true })
    expect(asked()).toHaveLength(2)
  })

  test('nobody for a question that is too long for its price', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const asked = replies(good)
    const about = 'x'.repeat(200_000)
    expect(await ask(tenant, { input: { about } })).toMatchObject({ ok: false, reason: 'question_too_long' })
    expect(asked()).toEqual([])
  })

  test('nobody at an address that has become private', async () => {
    const strict = await testApi({ ALLOW_PRIVATE_DESTINATIONS: '' })
    const tenant = await strict.tenant()
    const { status, body } = await tenant.admin.post(PATH, {
      provider: 'custom',
      name: 'In',
      api_key: 'sk-00000000',
      default_model: 'm',
      endpoint: 'https://10.0.0.1/v1',
    })
    expect([status, body.code, body.errors[0].code]).toEqual([
      422,
      'llm_provider.invalid_endpoint',
      'blocked_address',
    ])
    const { id } = await addProvider(tenant, { origin: 'https://nobody.invalid' })
    await strict.sql('update llm_providers set endpoint = $2 where id = $1', [id, `${stub.origin}/v1`])
    const asked = replies(good)
    const tested = await tenant.admin.post(`${PATH}/${id}/test`)
    expect(tested.body).toMatchObject({ ok: false, reason: 'blocked_destination' })
    expect(asked()).toEqual([])
  })
})

test('limits are those of the moment a provider is asked, however long the one before took', async () => {
  const tenant = await api.tenant()
  const first = await addProvider(tenant, stub, { api_key: 'sk-first-00' })
  const second = await addProvider(tenant, stub, { api_key: 'sk-second-0', fallback_order: 1 })
  const third = await addProvider(tenant, stub, { api_key: 'sk-third-00', fallback_order: 2 })
  const from = stub.asked.length
  stub.replies(async ({ key }) => {
    if (key !== 'sk-first-00') return good
    await tenant.admin.post(`${PATH}/${second.id}/revoke`)
    await tenant.admin.patch(`${PATH}/${third.id}`, { monthly_budget_micro_usd: 0 })
    return { status: 500 }
  })
  expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'budget_exhausted' })
  expect(stub.asked.slice(from).map(({ key }) => key)).toEqual(['sk-first-00'])
  const lines = await lineageOf(tenant)
  expect(lines.map(({ provider_id, reason }) => [provider_id, reason])).toEqual([
    [first.id, 'provider_error'],
    [second.id, 'no_provider'],
    [third.id, 'budget_exhausted'],
  ])
})

describe('a switch that is turned while a model is asked', () => {
  const WHILE_THE_FIRST_IS_ASKED = [
    ['AI', { settings: { enabled: false } }, 'ai_disabled'],
    ['this use', { settings: { disabled_features: ['candidate_summary'] } }, 'feature_disabled'],
    ['the one that would stand in', { provider: { active: false } }, 'no_provider'],
    [
      'its model',
      { provider: { default_model: 'gpt-6-luna', enabled_models: ['gpt-6-luna'] } },
      'model_disabled',
    ],
  ] as const

  test.each(WHILE_THE_FIRST_IS_ASKED)('holds for whoever stands in: %s', async (_what, turned, reason) => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub, { api_key: 'sk-first-00' })
    const second = await addProvider(tenant, stub, { api_key: 'sk-second-0', fallback_order: 1 })
    const from = stub.asked.length
    stub.replies(async () => {
      if ('settings' in turned) await tenant.admin.patch('/v1/ai/settings', turned.settings)
      else await tenant.admin.patch(`${PATH}/${second.id}`, turned.provider)
      return { status: 500 }
    })
    expect(await ask(tenant)).toMatchObject({ ok: false, reason })
    expect(stub.asked.slice(from).map(({ key }) => key)).toEqual(['sk-first-00'])
    expect((await lineageOf(tenant)).map((line) => [line.outcome, line.reason])).toEqual([
      ['failed', 'provider_error'],
      ['refused', reason],
    ])
  })

  test('holds for the repair of an answer', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const from = stub.asked.length
    stub.replies(async () => {
      await tenant.admin.patch('/v1/ai/settings', { enabled: false })
      return { text: 'no JSON' }
    })
    expect(await ask(tenant)).toMatchObject({ ok: false, reason: 'ai_disabled' })
    expect(stub.asked.slice(from)).toHaveLength(1)
  })
})
