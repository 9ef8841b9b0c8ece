import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '#src/lib/ids.ts'
import { callModel, type ModelCall } from '#src/modules/llm/index.ts'
import { definePrompt } from '#src/modules/llm/prompts/prompt.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { llmStub, type Reply } from '#test/support/llm-stub.ts'
import { addProvider, callerOf, PATH } from './provider.ts'

const api = await testApi()
const stub = await llmStub()

const summary = definePrompt({
  id: 'test-summary',
  version: 3,
  instructions: 'Summarise.',
  template: 'About: {{about}}',
  names: ['about'],
  schema: z.strictObject({ summary: z.string().max(80), years: z.int().min(0) }),
})

const GOOD = { summary: 'Builds ships', years: 7 }
const good: Reply = { text: JSON.stringify(GOOD) }

type Call = ModelCall<{ about: string }, typeof GOOD>

const ask = (tenant: TestTenant, more: Partial<Call> = {}) =>
  callModel(callerOf(api, tenant.id), {
    feature: 'candidate_summary',
    prompt: summary,
    input: { about: 'ships' },
    maxOutputTokens: 200,
    ...more,
  })

/** Answers one after the other, the last for ever; what was asked since. */
function replies(...list: Reply[]) {
  const from = stub.asked.length
  let nth = 0
  stub.replies(() => list[Math.min(nth++, list.length - 1)] ?? good)
  return () => stub.asked.slice(from)
}

async function lineageOf({ admin }: TestTenant) {
  const { body } = await admin.get('/v1/ai/lineage?sort=created_at')
  // biome-ignore lint/suspicious/noExplicitAny: rows of the API
  return body.data as any[]
}

describe('an answer', () => {
  test('has the form that was asked for, and leaves one line', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    replies({ ...good, tokens: { input: 1000, cachedInput: 0, output: 100 } })
    const entity = { type: 'candidate', id: newId() }
    const result = await ask(tenant, { entity })
    const usage = { inputTokens: 1000, outputTokens: 100, costMicroUsd: 3000 }
    expect(result).toMatchObject({
      ok: true,
      value: GOOD,
      provider: id,
      model: 'gpt-6-sol',
      cached: false,
      usage,
    })
    const lines = await lineageOf(tenant)
    expect(lines).toEqual([
      {
        id: result.lineageId,
        call_id: expect.any(String),
        feature: 'candidate_summary',
        entity_type: 'candidate',
        entity_id: entity.id,
        provider_id: id,
        provider: 'openai',
        model: 'gpt-6-sol',
        prompt_id: 'test-summary',
        prompt_version: 3,
        prompt_hash: summary.hash,
        input_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        output_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        outcome: 'ok',
        reason: null,
        input_tokens: 1000,
        cached_input_tokens: 0,
        cache_write_tokens: 0,
        output_tokens: 100,
        cost_micro_usd: 3000,
        latency_ms: expect.any(Number),
        actor: { type: 'system', id: null },
        request_id: expect.any(String),
        created_at: expect.any(String),
      },
    ])
  })

  test('in a block of Markdown is read all the same', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    replies({ text: `\`\`\`json\n${JSON.stringify(GOOD)}\n\`\`\`` })
    expect(await ask(tenant)).toMatchObject({ ok: true, value: GOOD })
  })

  test('of another form may be repaired, once, and both requests are paid', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const asked = replies({ text: '{"summary": "Builds ships", "years": "many"}' }, good)
    const result = await ask(tenant)
    expect(result).toMatchObject({ ok: true, value: GOOD })
    const [first, second] = asked()
    expect(second?.prompt).toContain(first?.prompt)
    expect(second?.prompt).toContain('"years": "many"')
    expect(second?.prompt).toContain('years: ')
    const lines = await lineageOf(tenant)
    expect(lines.map(({ outcome }) => outcome)).toEqual(['invalid_output', 'ok'])
    expect(new Set(lines.map(({ call_id }) => call_id)).size).toBe(1)
    const cost = lines.reduce((sum, line) => sum + line.cost_micro_usd, 0)
    expect(result.usage.costMicroUsd).toBe(cost)
  })

  test.each([
    ['no JSON twice', { text: 'Sure! Here you are.' }, 'invalid_output', 2],
    ['JSON with more in it', { text: JSON.stringify({ ...GOOD, verdict: 'hire' }) }, 'invalid_output', 2],
    ['nothing', { text: '' }, 'invalid_output', 2],
    ['half of it', { text: '{"summary": "Bu', ending: 'cut_off' }, 'cut_off', 1],
    ['that it would rather not', { text: '', ending: 'declined' }, 'declined', 1],
  ] as const)('that says %s is no value', async (_what, reply, reason, requests) => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const asked = replies(reply)
    expect(await ask(tenant)).toMatchObject({ ok: false, reason })
    expect(asked()).toHaveLength(requests)
    expect((await lineageOf(tenant)).map((line) => line.reason)).toEqual(Array(requests).fill(reason))
  })

  test('that never comes is waited for no longer than was said', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const never = Promise.withResolvers<never>()
    stub.replies(() => never.promise)
    expect(await ask(tenant, { timeoutMs: 50 })).toMatchObject({ ok: false, reason: 'timeout' })
    const [row] = await api.sql(
      'select reserved_micro_usd::int as reserved from llm_accounts where tenant_id = $1',
      [tenant.id],
    )
    expect(row?.reserved).toBe(0)
  })
})

test('a call that its caller gives up is settled at once, and is no failure of the provider', async () => {
  const tenant = await api.tenant()
  await addProvider(tenant, stub)
  await addProvider(tenant, stub, { fallback_order: 1 })
  const never = Promise.withResolvers<never>()
  stub.replies(() => never.promise)
  const from = stub.asked.length
  for (let i = 1; i <= 6; i++) {
    const stop = new AbortController()
    const asking = ask(tenant, { signal: stop.signal })
    await stub.until(from + i)
    stop.abort()
    expect(await asking).toMatchObject({ ok: false, reason: 'cancelled' })
  }
  stub.replies(() => good)
  expect(await ask(tenant)).toMatchObject({ ok: true })
})

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
      ...{ provider: 'custom', name: 'In', api_key: 'sk-00000000', default_model: 'm' },
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

describe('memory', () => {
  test('answers the same question once more, for nothing and with a line', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    const asked = replies(good)
    const cacheForMs = 60_000
    expect(await ask(tenant, { cacheForMs })).toMatchObject({ ok: true, cached: false })
    const again = await ask(tenant, { cacheForMs })
    expect(again).toMatchObject({ ok: true, cached: true, value: GOOD, usage: { costMicroUsd: 0 } })
    expect(await ask(tenant, { cacheForMs, input: { about: 'boats' } })).toMatchObject({ cached: false })
    expect(await ask(tenant)).toMatchObject({ cached: false })
    expect(asked()).toHaveLength(3)
    const lines = await lineageOf(tenant)
    expect(lines.map(({ outcome }) => outcome)).toEqual(['ok', 'cached', 'ok', 'ok'])
    expect(lines[1]).toMatchObject({
      cost_micro_usd: 0,
      input_hash: lines[0].input_hash,
      output_hash: lines[0].output_hash,
    })
    const { body } = await tenant.admin.get('/v1/ai/usage')
    expect(body.total).toMatchObject({ calls: 3, cached: 1, failed: 0 })
  })

  test('is one tenant’s and one configuration’s', async () => {
    const [one, other] = [await api.tenant(), await api.tenant()]
    const asked = replies(good)
    for (const tenant of [one, other]) {
      await addProvider(tenant, stub)
      expect(await ask(tenant, { cacheForMs: 60_000 })).toMatchObject({ ok: true, cached: false })
    }
    const { id } = await addProvider(one, stub)
    await one.admin.post(`${PATH}/${id}/set-default`)
    expect(await ask(one, { cacheForMs: 60_000 })).toMatchObject({ ok: true, cached: false })
    expect(asked()).toHaveLength(3)
  })
})

test('what tells who somebody is never leaves, where the tenant wishes so, and is in the answer', async () => {
  const tenant = await api.tenant()
  await addProvider(tenant, stub)
  const personal = { names: ['Ann Marlow'] }
  const input = { about: 'Ann Marlow, ann@marlow.example, builds ships' }
  stub.replies(({ prompt }) => ({
    text: JSON.stringify({ summary: `${/\[PERSON_1\]|Ann Marlow/.exec(prompt)?.[0]} builds`, years: 7 }),
  }))
  expect(await ask(tenant, { input, personal })).toMatchObject({ value: { summary: 'Ann Marlow builds' } })
  expect(stub.asked.at(-1)?.prompt).toContain('Ann Marlow')
  await tenant.admin.patch('/v1/ai/settings', { minimise_personal_data: true })
  expect(await ask(tenant, { input, personal })).toMatchObject({ value: { summary: 'Ann Marlow builds' } })
  expect(stub.asked.at(-1)?.prompt).toBe('About: [PERSON_1], [EMAIL_1], builds ships')
  // What is known by its form goes even if nobody named anybody.
  await ask(tenant, { input })
  expect(stub.asked.at(-1)?.prompt).toBe('About: Ann Marlow, [EMAIL_1], builds ships')
})

test('a call within a request that is rolled back or tried dry stays paid', async () => {
  const tenant = await api.tenant()
  const { id } = await addProvider(tenant, stub)
  const dry = await tenant.admin.with({ prefer: 'dry-run' }).post(`${PATH}/${id}/test`)
  expect([dry.status, dry.body.code]).toEqual([422, 'request.dry_run_unsupported'])
  replies({ text: '{"ok":true,"echo":"x"}' })
  const keyed = tenant.admin.with({ 'idempotency-key': newId() })
  const [first, second] = [await keyed.post(`${PATH}/${id}/test`), await keyed.post(`${PATH}/${id}/test`)]
  expect(second.body).toEqual(first.body)
  expect(await lineageOf(tenant)).toHaveLength(1)
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
