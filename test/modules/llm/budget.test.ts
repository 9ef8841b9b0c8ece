import { describe, expect, test } from 'vitest'
import { callModel } from '#src/modules/llm/index.ts'
import { connectionTest } from '#src/modules/llm/prompts/connection-test.v1.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { echo, llmStub } from '#test/support/llm-stub.ts'
import { type LineageLine, lineageOf } from './asking.ts'
import { addProvider, callerOf, PATH } from './provider.ts'

const api = await testApi()
const stub = await llmStub()

const call = async (tenant: TestTenant) => {
  const result = await callModel(callerOf(api, tenant.id), {
    feature: 'explanation',
    prompt: connectionTest,
    input: { word: 'x' },
    maxOutputTokens: 100,
  })
  return result.ok ? 'ok' : result.reason
}

/** Each answer costs so many micro-USD. */
const costing = (micro: number) =>
  stub.replies((asked) => ({ ...echo(asked), tokens: { input: 5, cachedInput: 0, output: micro / 10 - 1 } }))

const told = (tenant: TestTenant) =>
  api.sql<{ type: string; payload: Record<string, unknown> }>(
    `select type, payload from events where tenant_id = $1 and type like 'llm_budget.%' order by place`,
    [tenant.id],
  )

describe('a monthly budget', () => {
  test('is warned of at four fifths and ends calls at its end, each told once', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, { monthly_budget_micro_usd: 50_000 })
    costing(3000)
    const outcomes: string[] = []
    for (let i = 0; i < 18; i++) outcomes.push(await call(tenant))
    const spent = outcomes.filter((outcome) => outcome === 'ok').length * 3000
    expect(outcomes.slice(-2)).toEqual(['budget_exhausted', 'budget_exhausted'])
    expect(spent).toBeLessThanOrEqual(50_000)
    const month = api.clock.now().toISOString().slice(0, 7)
    const facts = { month, budget_micro_usd: 50_000 }
    expect(await told(tenant)).toEqual([
      { type: 'llm_budget.warning', payload: { ...facts, spent_micro_usd: 42_000 } },
      { type: 'llm_budget.exceeded', payload: { ...facts, spent_micro_usd: spent } },
    ])

    // A budget that is raised is a new one, also to be warned of.
    await tenant.admin.patch(`${PATH}/${id}`, { monthly_budget_micro_usd: 70_000 })
    while ((await call(tenant)) === 'ok');
    await call(tenant)
    const types = (await told(tenant)).map(({ type, payload }) => `${type} ${payload.budget_micro_usd}`)
    expect(types.slice(2)).toEqual(['llm_budget.warning 70000', 'llm_budget.exceeded 70000'])
  })

  test('begins anew with the month, of UTC', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, { monthly_budget_micro_usd: 6_000 })
    // A token of a person would not live so long.
    const admin = await tenant.key(['llm:*'])
    costing(1000)
    while ((await call(tenant)) === 'ok');
    const day = 24 * 3600
    const month = () => api.clock.now().toISOString().slice(0, 7)
    for (const before = month(); month() === before; ) api.clock.advance(day)
    expect(await call(tenant)).toBe('ok')
    const { body } = await admin.get(`${PATH}/${id}/usage`)
    expect(body.month).toMatchObject({ name: month(), spent_micro_usd: 1000 })
    expect(body.total.cost_micro_usd).toBe(1000)
  })

  test('that is raised while a model is asked is the one that is warned of', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, { monthly_budget_micro_usd: 50_000 })
    stub.replies(async (asked) => {
      await tenant.admin.patch(`${PATH}/${id}`, { monthly_budget_micro_usd: 90_000 })
      return { ...echo(asked), tokens: { input: 5, cachedInput: 0, output: 4_500 } }
    })
    expect(await call(tenant)).toBe('ok')
    expect(await told(tenant)).toEqual([])
  })

  test('of nothing lets nothing pass but what is free', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, { monthly_budget_micro_usd: 0 })
    expect(await call(tenant)).toBe('budget_exhausted')
    await tenant.admin.post(`${PATH}/${id}/prices`, { model: 'gpt-6-sol', input_price: 0, output_price: 0 })
    expect(await call(tenant)).toBe('ok')
  })

  test('that is used up leaves work to whoever stands in', async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub, { monthly_budget_micro_usd: 0 })
    await addProvider(tenant, stub, { api_key: 'sk-standing-in', fallback_order: 1 })
    stub.replies(echo)
    expect(await call(tenant)).toBe('ok')
    expect(stub.asked.at(-1)?.key).toBe('sk-standing-in')
  })
})

test('calls a minute are counted over the last sixty seconds', async () => {
  const tenant = await api.tenant()
  await addProvider(tenant, stub, { rpm_limit: 2 })
  stub.replies(echo)
  const outcomes = [await call(tenant)]
  api.clock.advance(40)
  outcomes.push(await call(tenant), await call(tenant))
  api.clock.advance(21)
  outcomes.push(await call(tenant), await call(tenant))
  expect(outcomes).toEqual(['ok', 'ok', 'calls_per_minute', 'ok', 'calls_per_minute'])
})

test('ledger, lineage and account are one sum, by day, feature and model', async () => {
  const tenant = await api.tenant()
  const { id } = await addProvider(tenant, stub, { enabled_models: ['gpt-6-sol', 'gpt-6-luna'] })
  const admin = await tenant.key(['llm:*'])
  let nth = 0
  stub.replies((asked) => {
    nth += 1
    if (nth % 4 === 0) return { status: 500 }
    return { ...echo(asked), tokens: { input: 100 + nth, cachedInput: nth, output: 31 * nth } }
  })
  for (const model of ['gpt-6-sol', 'gpt-6-luna']) {
    await admin.patch(`${PATH}/${id}`, { default_model: model })
    for (let i = 0; i < 5; i++) await call(tenant)
    await admin.post(`${PATH}/${id}/test`)
    api.clock.advance(24 * 3600)
  }
  const to = api.clock.now().toISOString().slice(0, 10)
  const from = new Date(api.clock.now().getTime() - 3 * 24 * 3600_000).toISOString().slice(0, 10)
  const { body: usage } = await admin.get(`/v1/ai/usage?from=${from}&to=${to}`)
  const sums = new Map<string, number>()
  for (const line of await lineageOf({ admin })) {
    const key = [line.created_at.slice(0, 10), line.feature, line.model].join()
    sums.set(key, (sums.get(key) ?? 0) + line.cost_micro_usd)
  }
  const lines = usage.lines.map((line: LineageLine & { day: string }) => [
    [line.day, line.feature, line.model].join(),
    line.cost_micro_usd,
  ])
  expect(new Map(lines)).toEqual(sums)
  expect(lines).toHaveLength(4)
  expect(usage.total).toMatchObject({ calls: 12, failed: 3 })
  const accounts = await api.sql(
    'select spent_micro_usd::int as spent from llm_accounts where tenant_id = $1',
    [tenant.id],
  )
  expect(accounts.reduce((sum, { spent }) => sum + spent, 0)).toBe(usage.total.cost_micro_usd)
})

test.each([
  ['from=2026-13-01', '/from'],
  ['from=2026-11-02&to=2026-11-01', '/to'],
  ['from=2020-01-01&to=2026-11-01', '/from'],
])('usage of %s is refused', async (query, pointer) => {
  const { admin } = await api.tenant()
  const { status, body } = await admin.get(`/v1/ai/usage?${query}`)
  expect([status, body.errors[0].pointer]).toEqual([400, pointer])
})
