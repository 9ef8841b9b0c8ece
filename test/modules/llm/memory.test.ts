import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { llmStub } from '#test/support/llm-stub.ts'
import { asker, GOOD, good, lineageOf, replier } from './asking.ts'
import { addProvider, PATH } from './provider.ts'

const api = await testApi()
const stub = await llmStub()
const ask = asker(api)
const replies = replier(stub)

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
      input_hash: lines[0]?.input_hash,
      output_hash: lines[0]?.output_hash,
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
