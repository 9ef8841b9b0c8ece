import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createEnvelope } from '#src/lib/envelope.ts'
import { callModel } from '#src/modules/llm/index.ts'
import { connectionTest } from '#src/modules/llm/prompts/connection-test.v1.ts'
import { rewrapSecrets } from '#src/workers/rewrap-secrets.ts'
import { addProvider, callerOf, PATH } from '#test/modules/llm/provider.ts'
import { testApi } from '#test/support/api.ts'
import { echo, llmStub } from '#test/support/llm-stub.ts'

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
const text = (...keys: Buffer[]) => keys.map((key) => key.toString('base64')).join(',')

/** Servers before and during the rotation know both keys; they still seal with the old one, which is the harder case. */
const api = await testApi({ ENCRYPTION_KEY: text(oldKey, newKey) })
const stub = await llmStub()
const both = createEnvelope([newKey, oldKey])
const onlyNew = createEnvelope([newKey])
const from = { ...api.context, envelope: both }

const oldMark = `v1.${createEnvelope([oldKey]).seal('', { tenantId: '', table: '', column: '', rowId: '' }).split('.')[1]}.`

/** Every table and every row of a tenant that holds a value under the old key. */
async function underOldKey(tenantId: string): Promise<string[]> {
  const tables = await api.sql<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await api.sql(
      `select 1 from ${name} t where tenant_id = $1 and position($2 in t::text) > 0`,
      [tenantId, oldMark],
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

/** Something of everything that is sealed. */
async function tenantWithSecrets() {
  const tenant = await api.tenant()
  const provider = await addProvider(tenant, stub)
  const hook = { url: 'http://127.0.0.1:9/hook', events: ['job.*'], headers: { 'x-secret': 'header' } }
  const { body: endpoint } = await tenant.admin.post('/v1/webhook-endpoints', hook)
  await tenant.admin.post(`/v1/webhook-endpoints/${endpoint.id}/rotate-secret`, {})
  await tenant.admin.post('/v1/members/invitations', { email: `x@${tenant.slug}.example`, role: 'viewer' })
  const keyed = tenant.admin.with({ 'idempotency-key': 'same' })
  const { body: key } = await keyed.post('/v1/api-keys', { name: 'k', scopes: ['jobs:read'] })
  return { tenant, provider, endpoint, keyed, key: key.key as string }
}

describe('rewrapping', () => {
  test('puts everything that is sealed under the new key, and nothing is lost', async () => {
    const { tenant, provider, keyed, key } = await tenantWithSecrets()
    expect(await underOldKey(tenant.id)).toEqual([
      ...['idempotency_keys', 'llm_providers', 'tasks', 'webhook_endpoints'],
    ])
    const { rewrapped, unreadable } = await rewrapSecrets(from, tenant.id)
    expect([rewrapped, unreadable]).toEqual([6, {}])
    expect(await underOldKey(tenant.id)).toEqual([])
    expect(await rewrapSecrets(from, tenant.id)).toEqual({ rewrapped: 0, unreadable: {} })

    const [row] = await api.sql<{ key_sealed: string }>(
      'select key_sealed from llm_providers where id = $1',
      [provider.id],
    )
    const place = { tenantId: tenant.id, table: 'llm_providers', column: 'key_sealed', rowId: provider.id }
    expect(onlyNew.open(row?.key_sealed ?? '', place)).toBe('sk-test-0123456789abcdef')
    expect((await keyed.post('/v1/api-keys', { name: 'k', scopes: ['jobs:read'] })).body.key).toBe(key)
    await tenant.drain()
    expect(api.mailer.sent.some(({ to }) => to === `x@${tenant.slug}.example`)).toBe(true)
  })

  test('loses no call while calls are made, keys are replaced and secrets are made', {
    timeout: 120_000,
  }, async () => {
    const { tenant, provider } = await tenantWithSecrets()
    stub.replies(echo)
    let over = false
    const call = (nth: number) =>
      callModel(callerOf(api, tenant.id), {
        feature: 'explanation',
        prompt: connectionTest,
        input: { word: `w${nth}` },
        maxOutputTokens: 50,
      })
    const calling = Array.from({ length: 2 }, async () => {
      const outcomes: string[] = []
      for (let nth = 0; !over || nth < 10; nth++) {
        const result = await call(nth)
        outcomes.push(result.ok ? 'ok' : result.reason)
      }
      return outcomes
    })
    const turning = (async () => {
      for (let nth = 0; nth < 3; nth++) {
        const answer = await tenant.admin.post(`${PATH}/${provider.id}/rotate-key`, {
          api_key: `sk-key-number-${nth}`,
        })
        expect(answer.status).toBe(200)
        await addProvider(tenant, stub, { active: false })
      }
    })()
    while (
      !(await Promise.race([turning.then(() => true), rewrapSecrets(from, tenant.id).then(() => false)]))
    );
    over = true
    expect(new Set((await Promise.all(calling)).flat())).toEqual(new Set(['ok']))
    await rewrapSecrets(from, tenant.id)
    expect(await underOldKey(tenant.id)).toEqual([])
    expect(stub.asked.at(-1)?.key).toMatch(/^sk-key-number-/)
  })

  test('says how many values no key opens, and leaves them', async () => {
    const { tenant } = await tenantWithSecrets()
    const stranger = { ...api.context, envelope: createEnvelope([newKey]) }
    const { rewrapped, unreadable } = await rewrapSecrets(stranger, tenant.id)
    expect(rewrapped).toBe(0)
    expect(unreadable).toEqual({ webhook_endpoints: 3, llm_providers: 1, tasks: 1, idempotency_keys: 1 })
    expect((await rewrapSecrets(from, tenant.id)).rewrapped).toBe(6)
  })
})
