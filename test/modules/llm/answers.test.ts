import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { mostItCosts } from '#src/modules/llm/cost.ts'
import { testApi } from '#test/support/api.ts'
import { llmStub, type Reply } from '#test/support/llm-stub.ts'
import { asker, GOOD, good, lineageOf, replier, summary } from './asking.ts'
import { addProvider, PATH } from './provider.ts'

const api = await testApi()
const stub = await llmStub()
const ask = asker(api)
const replies = replier(stub)

const LIST_PRICE = { input: 2_000_000, cachedInput: 200_000, cacheWrite: 2_500_000, output: 10_000_000 }
/** Of all that is asked about ships. */
const BYTES = [summary.instructions, 'About: ships', JSON.stringify(summary.jsonSchema)].join('').length

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
        cost_basis: 'counted',
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

describe('what nobody counted is paid as dear as it can be, and the line says so:', () => {
  const usage = (counted: object) => ({
    raw: JSON.stringify({
      id: 'r',
      created_at: 1,
      model: 'm',
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', id: 'm', role: 'assistant', content: [TEXT] }],
      usage: counted,
    }),
  })
  const TEXT = { type: 'output_text', text: JSON.stringify(GOOD), annotations: [] }

  test.each<[string, Reply, 'ok' | 'failed']>([
    ['no count', { ...good, tokens: null }, 'ok'],
    ['a count of nothing', { ...good, tokens: { input: 0, cachedInput: 0, output: 0 } }, 'ok'],
    ['parts of tokens', usage({ input_tokens: 10.5, output_tokens: 2 }), 'ok'],
    ['less than nothing', usage({ input_tokens: 10, output_tokens: -5_000 }), 'ok'],
    ['more than there is', usage({ input_tokens: 1e300, output_tokens: 2 }), 'ok'],
    ['bytes that are no answer', { raw: '{"half": ' }, 'failed'],
    ['an answer of nothing at all', { raw: '' }, 'failed'],
  ])('%s', async (_what, reply, outcome) => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    replies(reply)
    const result = await ask(tenant)
    expect(result.ok).toBe(outcome === 'ok')
    const most = mostItCosts(LIST_PRICE, { bytes: BYTES, maxOutputTokens: 200 })
    const [line] = await lineageOf(tenant)
    expect(line).toMatchObject({ outcome, input_tokens: 0, cost_micro_usd: most, cost_basis: 'reserved' })
    expect(result.usage).toEqual({ inputTokens: 0, outputTokens: 0, costMicroUsd: most })
    const { body } = await tenant.admin.get(`${PATH}/${id}/usage`)
    expect(body.total.cost_micro_usd).toBe(most)
    expect(body.month).toMatchObject({ spent_micro_usd: most, reserved_micro_usd: 0 })
  })

  test.each<[string, Reply]>([
    ['a refusal', { status: 500 }],
    ['a redirection', { status: 307, headers: { location: 'https://elsewhere.example/' } }],
  ])('but %s costs nothing', async (_what, reply) => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub)
    replies(reply)
    await ask(tenant)
    expect(await lineageOf(tenant)).toMatchObject([
      { outcome: 'failed', reason: 'provider_error', cost_micro_usd: 0, cost_basis: 'counted' },
    ])
  })
})
