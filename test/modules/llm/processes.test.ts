import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { costOf, mostItCosts } from '#src/modules/llm/cost.ts'
import { releaseStuck } from '#src/modules/llm/llm.chores.ts'
import { testApi } from '#test/support/api.ts'
import { echo, llmStub } from '#test/support/llm-stub.ts'
import type { CallerJob } from './caller.ts'
import { addProvider, PATH } from './provider.ts'

// Several processes over one database, as in production.

const PROCESSES = 4
const CALLS = 50
const PRICE = { input: 2_000_000, cachedInput: 200_000, cacheWrite: 2_500_000, output: 10_000_000 }

const stack = inject('stack')
const api = await testApi()
const stub = await llmStub()

interface Caller {
  child: ChildProcess
  /** What became of each call; rejects when the process ended otherwise. */
  outcomes: Promise<string[]>
}

/** A process that makes `calls` calls at once. */
function caller(tenantId: string, calls: number): Caller {
  const { encryptionKeys, dataDir } = api.context.config
  const env = {
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1',
    ENCRYPTION_KEY: encryptionKeys.map((key) => key.toString('base64')).join(','),
    ...(stack.redisUrl && { REDIS_URL: stack.redisUrl }),
  }
  const job: CallerJob = { ...stack, prepared: stack.kind !== 'bouncer', env, tenantId, calls }
  const file = join(import.meta.dirname, 'caller.ts')
  const child = spawn(process.execPath, [file, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const outcomes = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`a caller ended with ${code}`)
    return JSON.parse(said) as string[]
  })
  return { child, outcomes }
}

const sumOf = async (text: string, tenantId: string): Promise<number> => {
  const [row] = await api.sql<{ sum: string }>(text, [tenantId])
  return Number(row?.sum ?? 0)
}

/** What ledger, lineage and account say of a tenant, in micro-USD. */
const booked = async (tenantId: string) => ({
  ledger: await sumOf('select sum(cost_micro_usd) from llm_usage where tenant_id = $1', tenantId),
  lineage: await sumOf('select sum(cost_micro_usd) from llm_lineage where tenant_id = $1', tenantId),
  account: await sumOf('select sum(spent_micro_usd) as sum from llm_accounts where tenant_id = $1', tenantId),
})

const openOf = (tenantId: string) =>
  sumOf('select count(*) as sum from llm_reservations where tenant_id = $1 and closed_at is null', tenantId)
const reservedOf = (tenantId: string) =>
  sumOf('select sum(reserved_micro_usd) as sum from llm_accounts where tenant_id = $1', tenantId)

const paidFrom = (from: number) =>
  stub.paid
    .slice(from)
    .map((tokens) => costOf(PRICE, { ...tokens, cacheWrite: 0 }))
    .reduce((sum, cost) => sum + cost, 0)

describe(`${PROCESSES * CALLS} calls at once from ${PROCESSES} processes`, () => {
  test('never pass the budget, and everybody counts the same to the micro-dollar', {
    timeout: 120_000,
  }, async () => {
    const tenant = await api.tenant()
    const most = mostItCosts(PRICE, { bytes: 600, maxOutputTokens: 100 })
    // For some sixty of the two hundred, were each as dear as it may be.
    const budget = most * 60
    const { id } = await addProvider(tenant, stub, { monthly_budget_micro_usd: budget })
    let nth = 0
    stub.replies((asked) => {
      nth += 1
      return {
        ...echo(asked),
        tokens: { input: 150 + (nth % 7), cachedInput: nth % 5, output: 60 + (nth % 11) },
      }
    })
    const before = stub.paid.length
    const callers = Array.from({ length: PROCESSES }, () => caller(tenant.id, CALLS))
    const outcomes = (await Promise.all(callers.map((one) => one.outcomes))).flat()

    const ok = outcomes.filter((outcome) => outcome === 'ok').length
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'budget_exhausted']))
    expect(ok).toBe(stub.paid.length - before)
    expect(ok).toBeGreaterThan(50)
    const paid = paidFrom(before)
    expect(await booked(tenant.id)).toEqual({ ledger: paid, lineage: paid, account: paid })
    expect(paid).toBeLessThanOrEqual(budget)
    expect([await openOf(tenant.id), await reservedOf(tenant.id)]).toEqual([0, 0])

    const { body: usage } = await tenant.admin.get(`${PATH}/${id}/usage`)
    expect(usage.total).toMatchObject({ calls: ok, cost_micro_usd: paid })
    expect(usage.month).toMatchObject({
      budget_micro_usd: budget,
      spent_micro_usd: paid,
      reserved_micro_usd: 0,
    })
    const refused = await sumOf(
      `select count(*) as sum from llm_lineage where tenant_id = $1 and outcome = 'refused'`,
      tenant.id,
    )
    expect(ok + refused).toBe(PROCESSES * CALLS)
    const told = await api.sql(
      `select type from events where tenant_id = $1 and type like 'llm_budget.%' order by type`,
      [tenant.id],
    )
    expect(told.map(({ type }) => type)).toContain('llm_budget.exceeded')
    expect(new Set(told.map(({ type }) => type)).size).toBe(told.length)
  })

  test('are as many at a time, and as many a minute, as they may be', { timeout: 120_000 }, async () => {
    const tenant = await api.tenant()
    await addProvider(tenant, stub, { max_concurrent: 5, rpm_limit: 12 })
    let open = 0
    let most = 0
    // Nobody is answered before as many are on their way as may be.
    const full = Promise.withResolvers<void>()
    stub.replies(async (asked) => {
      open += 1
      most = Math.max(most, open)
      if (open === 5) full.resolve()
      await full.promise
      open -= 1
      return echo(asked)
    })
    const before = stub.asked.length
    const callers = Array.from({ length: PROCESSES }, () => caller(tenant.id, 10))
    const outcomes = (await Promise.all(callers.map((one) => one.outcomes))).flat()
    expect(most).toBe(5)
    expect(stub.asked.length - before).toBeLessThanOrEqual(12)
    const reasons = new Set(outcomes)
    expect(reasons.has('ok')).toBe(true)
    expect(
      [...reasons].filter((reason) => !['ok', 'too_many_calls', 'calls_per_minute'].includes(reason)),
    ).toEqual([])
  })
})

test('processes that are killed in the middle of a call leave nothing reserved after the sweep', {
  timeout: 120_000,
}, async () => {
  const tenant = await api.tenant()
  await addProvider(tenant, stub, { monthly_budget_micro_usd: 10_000_000 })
  const never = Promise.withResolvers<never>()
  const before = stub.asked.length
  stub.replies(() => never.promise)
  const callers = [caller(tenant.id, 5), caller(tenant.id, 5)]
  await stub.until(before + 10)
  expect(await openOf(tenant.id)).toBe(10)
  for (const { child } of callers) child.kill('SIGKILL')
  await Promise.allSettled(callers.map(({ outcomes }) => outcomes))

  // While they might still be alive, their money stays put aside.
  expect(await releaseStuck(api.context, tenant.id)).toBe(0)
  expect(await reservedOf(tenant.id)).toBeGreaterThan(0)
  api.clock.advance(20 + 60 + 1)
  expect(await releaseStuck(api.context, tenant.id)).toBe(10)
  expect([await openOf(tenant.id), await reservedOf(tenant.id)]).toEqual([0, 0])
  expect(await booked(tenant.id)).toEqual({ ledger: 0, lineage: 0, account: 0 })
  expect(await releaseStuck(api.context, tenant.id)).toBe(0)

  const { body } = await tenant.admin.get('/v1/ai/lineage?filter[outcome]=lost')
  expect(body.data).toHaveLength(10)
  expect(body.data[0]).toMatchObject({ feature: 'explanation', reason: 'process_died', cost_micro_usd: 0 })
})
