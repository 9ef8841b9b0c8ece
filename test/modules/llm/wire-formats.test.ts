import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { streamText } from 'ai'
import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { echo, llmStub } from '#test/support/llm-stub.ts'
import { addProvider, PATH } from './provider.ts'

// Through the packages that call the real ones.

const api = await testApi()
const stub = await llmStub()

const MAKERS = [
  ['openai', 'responses', '/v1', 'gpt-6-sol', { input: 2, cached: 0.2, output: 10 }],
  ['anthropic', 'messages', '/v1', 'claude-sonnet-4-5', { input: 3, cached: 0.3, output: 15 }],
  ['google', 'generateContent', '/v1beta', 'gemini-3.8-flash', { input: 0.75, cached: 0.075, output: 3.75 }],
  ['gemini', 'generateContent', '/v1beta', 'gemini-3.8-flash', { input: 0.75, cached: 0.075, output: 3.75 }],
] as const

describe.each(MAKERS)('%s', (provider, format, path, model, price) => {
  const fields = {
    provider,
    endpoint: `${stub.origin}${path}`,
    default_model: model,
    organization_id: 'org-1',
  }

  test('is asked in its own format, and what it counted is what is paid', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, fields)
    stub.replies((asked) => ({ ...echo(asked), tokens: { input: 1000, cachedInput: 400, output: 77 } }))
    const { status, body } = await tenant.admin.post(`${PATH}/${id}/test`)
    expect([status, body.reason]).toEqual([200, null])
    const cost = Math.round(600 * price.input + 400 * price.cached + 77 * price.output)
    expect(body).toMatchObject({ ok: true, model, cost_micro_usd: cost })
    const asked = stub.asked.at(-1)
    expect(asked).toMatchObject({ format, model, key: 'sk-test-0123456789abcdef', maxOutputTokens: 1000 })
    expect(asked?.instructions).toMatch(/^You check a connection/)
    expect(JSON.stringify(asked?.body)).toContain('"echo"')
    if (provider === 'openai') {
      expect(asked?.headers['openai-organization']).toBe('org-1')
      expect(asked?.body).toMatchObject({ store: false })
    }
    // Newer models refuse whoever sets one.
    expect(JSON.stringify(asked?.body)).not.toContain('temperature')
  })

  test('is paid for its reasoning, its cache and nothing else, to the micro-dollar', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, fields)
    const own = { input_price: 1_000_000, cached_input_price: 10, cache_write_price: 3_000_000 }
    await tenant.admin.post(`${PATH}/${id}/prices`, { model, ...own, output_price: 7_000_000 })
    // Google has no word for tokens that were put into a cache.
    const cacheWrite = provider === 'openai' || provider === 'anthropic' ? 200 : 0
    const tokens = { input: 1_000, cachedInput: 300, cacheWrite, output: 90, reasoning: 61 }
    stub.replies((asked) => ({ ...echo(asked), tokens }))
    const { body } = await tenant.admin.post(`${PATH}/${id}/test`)
    expect(body.cost_micro_usd).toBe(1_000 - 300 - cacheWrite + 3 * cacheWrite + 7 * 90)
    const [line] = (await tenant.admin.get('/v1/ai/lineage')).body.data
    expect(line).toMatchObject({
      input_tokens: 1_000,
      cached_input_tokens: 300,
      cache_write_tokens: cacheWrite,
      output_tokens: 90,
      cost_basis: 'counted',
    })
  })

  test.each([
    [{ status: 401 }, 'unauthorized'],
    [{ status: 403 }, 'unauthorized'],
    [{ status: 404 }, 'unknown_model'],
    [{ status: 400 }, 'invalid_request'],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'rate_limited'],
    [{ status: 500 }, 'provider_error'],
    [{ status: 529 }, 'provider_error'],
    [{ raw: '{"half": ' }, 'provider_error'],
    [{ raw: '' }, 'provider_error'],
    [{ raw: '[]' }, 'provider_error'],
    [{ text: '{"ok": true', ending: 'cut_off' }, 'cut_off'],
  ] as const)('that replies %j means %s, and its words reach nobody', async (reply, reason) => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, fields)
    const words = 'the secret words of a provider'
    stub.replies(() => ('status' in reply ? { ...reply, message: words } : reply))
    const { body, text } = await tenant.admin.post(`${PATH}/${id}/test`)
    expect([body.ok, body.reason]).toEqual([false, reason])
    expect(text + api.logged()).not.toContain(words)
  })
})

test('OpenAI says with 429 that nobody has paid', async () => {
  const tenant = await api.tenant()
  const { id } = await addProvider(tenant, stub)
  stub.replies(() => ({ status: 429, message: 'insufficient_quota' }))
  expect((await tenant.admin.post(`${PATH}/${id}/test`)).body.reason).toBe('quota_exhausted')
})

test('a custom endpoint is asked as one that is like OpenAI’s, at a price of the tenant’s own', async () => {
  const tenant = await api.tenant()
  const { id } = await addProvider(tenant, stub, { provider: 'custom', default_model: 'llama:8b' })
  stub.replies(echo)
  expect((await tenant.admin.post(`${PATH}/${id}/test`)).body).toMatchObject({
    ok: false,
    reason: 'no_price',
  })
  const price = { model: 'llama:8b', input_price: 0, output_price: 0 }
  expect((await tenant.admin.post(`${PATH}/${id}/prices`, price)).status).toBe(200)
  expect((await tenant.admin.post(`${PATH}/${id}/test`)).body).toMatchObject({ ok: true, cost_micro_usd: 0 })
  expect(stub.asked.at(-1)).toMatchObject({ format: 'chat', model: 'llama:8b' })
})

test.each([
  ['responses', () => createOpenAI({ apiKey: 'k', baseURL: `${stub.origin}/v1` })('gpt-6-sol')],
  ['messages', () => createAnthropic({ apiKey: 'k', baseURL: `${stub.origin}/v1` })('claude-sonnet-4-5')],
  [
    'generateContent',
    () => createGoogle({ apiKey: 'k', baseURL: `${stub.origin}/v1beta` })('gemini-3.8-flash'),
  ],
  ['chat', () => createOpenAICompatible({ name: 'own', apiKey: 'k', baseURL: `${stub.origin}/v1` })('llama')],
] as const)('the stub streams %s as the packages read it', async (format, model) => {
  stub.replies(() => ({ text: 'word by word', tokens: { input: 9, cachedInput: 0, output: 3 } }))
  const { textStream, usage } = streamText({ model: model(), prompt: 'Say it', maxRetries: 0 })
  const pieces: string[] = []
  for await (const piece of textStream) pieces.push(piece)
  expect(stub.asked.at(-1)).toMatchObject({ format, stream: true, prompt: 'Say it' })
  expect([pieces.join(''), pieces.length]).toEqual(['word by word', 2])
  expect(await usage).toMatchObject({ inputTokens: 9, outputTokens: 3 })
})
