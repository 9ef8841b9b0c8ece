import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { echo, llmStub } from '#test/support/llm-stub.ts'
import { addProvider, PATH } from './provider.ts'

const api = await testApi()
const stub = await llmStub()

const KEY = 'sk-test-0123456789abcdef'

const keyOf = async (id: string) =>
  (await api.sql<{ key: string }>('select key_sealed as key from llm_providers where id = $1', [id]))[0]?.key

const eventsOf = async ({ id }: TestTenant) =>
  (
    await api.sql<{ type: string; payload: object }>(
      `select type, payload from events where tenant_id = $1 and (type like 'llm_%' or type like 'ai_%') order by place`,
      [id],
    )
  ).map(({ type, payload }) => [type, payload])

describe('POST /v1/llm-providers', () => {
  test('adds one whose key is shown by its last four, and the first is the default', async () => {
    const tenant = await api.tenant()
    const first = await addProvider(tenant, stub)
    expect(first).toMatchObject({
      provider: 'openai',
      name: 'Production',
      key_last_four: 'cdef',
      is_default: true,
      active: true,
      default_model: 'gpt-6-sol',
      enabled_models: ['gpt-6-sol'],
      organization_id: null,
      version: 1,
      monthly_budget_micro_usd: null,
      rpm_limit: null,
      max_concurrent: null,
      fallback_order: null,
    })
    const second = await addProvider(tenant, stub, {
      provider: 'anthropic',
      default_model: 'claude-sonnet-5',
    })
    expect(second).toMatchObject({ is_default: false })
    const read = await tenant.admin.get(`${PATH}/${first.id}`)
    const list = await tenant.admin.get(`${PATH}?filter[provider]=openai&filter[active]=true`)
    expect([read.body, list.body.data]).toEqual([first, [first]])
    expect(read.headers.etag).toBe('"1"')
    expect(read.text + list.text).not.toContain(KEY)
    expect(await eventsOf(tenant)).toEqual([
      ['llm_provider.created', { provider: 'openai', version: 1 }],
      ['llm_provider.created', { provider: 'anthropic', version: 1 }],
    ])
  })

  test.each([
    [{ provider: 'mistral' }, '/provider'],
    [{ api_key: 'short' }, '/api_key'],
    [{ api_key: 'sk-with space' }, '/api_key'],
    [{ api_key: `sk-${'ä'.repeat(9)}` }, '/api_key'],
    [{ provider: 'custom', endpoint: null }, '/endpoint'],
    [{ endpoint: 'https://x.example/v1?key=1' }, '/endpoint'],
    [{ default_model: '../admin' }, '/default_model'],
    [{ monthly_budget_micro_usd: -1 }, '/monthly_budget_micro_usd'],
    [{ monthly_budget_micro_usd: 0.5 }, '/monthly_budget_micro_usd'],
    [{ rpm_limit: 0 }, '/rpm_limit'],
    [{ organization_id: 'org-…' }, '/organization_id'],
    [{ max_concurrent: 0 }, '/max_concurrent'],
    [{ is_default: true }, '/is_default'],
  ])('refuses %j', async (fields, pointer) => {
    const { admin } = await api.tenant()
    const body = { provider: 'openai', name: 'P', api_key: KEY, default_model: 'gpt-6-sol', ...fields }
    const answer = await admin.post(PATH, body)
    expect([answer.status, answer.body.errors?.map((each: { pointer: string }) => each.pointer)]).toEqual([
      422,
      [pointer],
    ])
    expect(answer.text).not.toContain(KEY)
  })

  test.each([
    ['ftp://x.example/v1', 'blocked_scheme'],
    ['http://169.254.169.254/latest', 'blocked_address'],
    ['https://user:pw@x.example/v1', 'invalid_url'],
  ])('refuses the endpoint %s', async (endpoint, code) => {
    const { admin } = await api.tenant()
    const body = { provider: 'custom', name: 'P', api_key: KEY, default_model: 'm', endpoint }
    const answer = await admin.post(PATH, body)
    expect([answer.status, answer.body.code, answer.body.errors[0].code]).toEqual([
      422,
      'llm_provider.invalid_endpoint',
      code,
    ])
  })

  test('refuses a default model that is not enabled, and a twenty-first provider', async () => {
    const tenant = await api.tenant()
    const models = { default_model: 'gpt-6-sol', enabled_models: ['gpt-6-luna'] }
    const body = { provider: 'openai', name: 'P', api_key: KEY, ...models }
    expect((await tenant.admin.post(PATH, body)).body.code).toBe('llm_provider.invalid_model')
    for (let i = 0; i < 20; i++) await addProvider(tenant, stub)
    const { enabled_models: _, ...good } = body
    expect((await tenant.admin.post(PATH, good)).body).toMatchObject({
      code: 'llm_provider.limit',
      limit: 20,
    })
  })

  test.each(['recruiter', 'hiring_manager', 'interviewer', 'viewer'] as const)(
    'is not for a %s',
    async (role) => {
      const member = await (await api.tenant()).member(role)
      for (const path of [PATH, '/v1/ai/usage', '/v1/ai/lineage', '/v1/ai/settings'])
        expect((await member.get(path)).status).toBe(403)
    },
  )
})

describe('PATCH /v1/llm-providers/:id', () => {
  test('changes what is given, tells of it, and keeps the endpoint and the key', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, { rpm_limit: 5 })
    const change = { name: 'Spare', rpm_limit: null, monthly_budget_micro_usd: 5_000_000 }
    const { status, body } = await tenant.admin.patch(`${PATH}/${id}`, change, { 'if-match': '"1"' })
    expect([status, body]).toMatchObject([200, { ...change, version: 2, key_last_four: 'cdef' }])
    expect((await tenant.admin.patch(`${PATH}/${id}`, change)).body.version).toBe(2)
    expect((await tenant.admin.patch(`${PATH}/${id}`, { name: 'X' }, { 'if-match': '"1"' })).status).toBe(412)
    for (const field of ['endpoint', 'api_key', 'provider'])
      expect((await tenant.admin.patch(`${PATH}/${id}`, { [field]: 'openai' })).body.errors[0]).toMatchObject(
        {
          pointer: `/${field}`,
          code: 'unknown_field',
        },
      )
    const changed = ['name', 'monthly_budget_micro_usd', 'rpm_limit']
    expect((await eventsOf(tenant)).slice(1)).toEqual([
      ['llm_provider.updated', { provider: 'openai', version: 2, changed }],
    ])
  })
})

describe('the default', () => {
  test('is one at any time, whoever chooses at once', async () => {
    const tenant = await api.tenant()
    const ids: string[] = []
    for (let i = 0; i < 4; i++) ids.push((await addProvider(tenant, stub)).id)
    const answers = await Promise.all(ids.map((id) => tenant.admin.post(`${PATH}/${id}/set-default`)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { body } = await tenant.admin.get(PATH)
    expect(body.data.filter((row: { is_default: boolean }) => row.is_default)).toHaveLength(1)
    const tampered = api.sql('update llm_providers set is_default = true where tenant_id = $1', [tenant.id])
    await expect(tampered).rejects.toThrow('uq_llm_providers_default')
  })
})

describe('a key', () => {
  test('is replaced once a call with the new one has succeeded', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    stub.replies((asked) => (asked.key === 'sk-refused-0' ? { status: 401 } : echo(asked)))
    const before = await keyOf(id)
    const refused = await tenant.admin.post(`${PATH}/${id}/rotate-key`, { api_key: 'sk-refused-0' })
    expect([refused.status, refused.body.code, refused.body.reason]).toEqual([
      422,
      'llm_provider.test_failed',
      'unauthorized',
    ])
    expect(await keyOf(id)).toBe(before)
    await tenant.admin.post(`${PATH}/${id}/test`)
    expect(stub.asked.at(-1)?.key).toBe(KEY)

    const taken = await tenant.admin.post(`${PATH}/${id}/rotate-key`, { api_key: 'sk-welcome-wxyz' })
    expect([taken.status, taken.body.key_last_four, taken.body.version]).toEqual([200, 'wxyz', 2])
    await tenant.admin.post(`${PATH}/${id}/test`)
    expect(stub.asked.at(-1)?.key).toBe('sk-welcome-wxyz')
    expect((await eventsOf(tenant)).at(-1)).toEqual([
      'llm_provider.updated',
      { provider: 'openai', version: 2, changed: ['key'] },
    ])
  })

  test('that is revoked is shredded: nothing can be called, changed into use or opened', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    const revoked = await tenant.admin.post(`${PATH}/${id}/revoke`)
    expect(revoked.body).toMatchObject({ active: false, key_last_four: null, revoked_at: expect.any(String) })
    expect(await keyOf(id)).toBe('')
    const asked = stub.asked.length
    const attempts = [
      tenant.admin.post(`${PATH}/${id}/test`),
      tenant.admin.post(`${PATH}/${id}/rotate-key`, { api_key: KEY }),
      tenant.admin.post(`${PATH}/${id}/set-default`),
      tenant.admin.patch(`${PATH}/${id}`, { active: true }),
      tenant.admin.post(`${PATH}/${id}/revoke`),
    ]
    for (const { status, body } of await Promise.all(attempts))
      expect([status, body.code]).toEqual([409, 'llm_provider.revoked'])
    expect(stub.asked).toHaveLength(asked)
    expect((await eventsOf(tenant)).at(-1)?.[0]).toBe('llm_provider.revoked')
  })

  test('goes with its provider, whose ledger stays', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    stub.replies(echo)
    await tenant.admin.post(`${PATH}/${id}/test`)
    expect((await tenant.admin.delete(`${PATH}/${id}`, { 'if-match': '"9"' })).status).toBe(412)
    expect((await tenant.admin.delete(`${PATH}/${id}`)).status).toBe(204)
    expect(await keyOf(id)).toBe('')
    expect((await tenant.admin.get(`${PATH}/${id}`)).status).toBe(404)
    expect((await tenant.admin.get('/v1/ai/usage')).body.total.calls).toBe(1)
    expect((await tenant.admin.get('/v1/ai/lineage')).body.data[0].provider_id).toBe(id)
    expect((await addProvider(tenant, stub)).id).not.toBe(id)
  })

  test('opens in no other row and for no other tenant', async () => {
    const [one, other] = [await api.tenant(), await api.tenant()]
    const [mine, spare, theirs] = [
      await addProvider(one, stub),
      await addProvider(one, stub, { api_key: 'sk-spare-0000' }),
      await addProvider(other, stub),
    ]
    for (const { id } of [spare, theirs])
      await api.sql(
        'update llm_providers set key_sealed = (select key_sealed from llm_providers where id = $1) where id = $2',
        [mine.id, id],
      )
    stub.replies(echo)
    const asked = stub.asked.length
    for (const [tenant, { id }] of [
      [one, spare],
      [other, theirs],
    ] as const)
      expect((await tenant.admin.post(`${PATH}/${id}/test`)).body).toMatchObject({
        ok: false,
        reason: 'key_unreadable',
      })
    expect(stub.asked).toHaveLength(asked)
    expect((await one.admin.post(`${PATH}/${mine.id}/test`)).body.ok).toBe(true)
  })
})

describe('prices', () => {
  test('are the list’s, then the tenant’s own from their time on', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub, { enabled_models: ['gpt-6-sol', 'unknown'] })
    const at = (price: object) => tenant.admin.post(`${PATH}/${id}/prices`, { model: 'gpt-6-sol', ...price })
    const list = {
      source: 'list',
      input_price: 2_000_000,
      cached_input_price: 200_000,
      output_price: 10_000_000,
    }
    expect((await tenant.admin.get(`${PATH}/${id}/prices`)).body.data).toMatchObject([
      { ...list, holds: true },
    ])
    const later = new Date(api.clock.now().getTime() + 3600_000).toISOString()
    await at({ input_price: 7, output_price: 9 })
    await at({ input_price: 8, output_price: 9, effective_from: later })
    const { body } = await tenant.admin.get(`${PATH}/${id}/prices`)
    expect(body.data).toMatchObject([
      { ...list, holds: false },
      { source: 'own', input_price: 7, cached_input_price: 7, cache_write_price: 7, holds: true },
      { source: 'own', input_price: 8, holds: false, effective_from: later },
    ])
    const twice = await at({ input_price: 1, output_price: 1, effective_from: later })
    expect([twice.status, twice.body.code]).toEqual([409, 'llm_provider.price_exists'])
  })
})

test('enabled models are those that may be asked, and the default is one of them', async () => {
  const tenant = await api.tenant()
  const { id } = await addProvider(tenant, stub)
  for (const patch of [{ default_model: 'gpt-6-luna' }, { enabled_models: ['gpt-6-luna'] }]) {
    const { status, body } = await tenant.admin.patch(`${PATH}/${id}`, patch)
    expect([status, body.code]).toEqual([422, 'llm_provider.invalid_model'])
  }
  const tampered = api.sql(`update llm_providers set default_model = 'gpt-6-luna' where id = $1`, [id])
  await expect(tampered).rejects.toThrow('ck_llm_providers_default_model')
})

test('a provider has no more prices than every call can read', async () => {
  const tenant = await api.tenant()
  const { id } = await addProvider(tenant, stub)
  await api.sql(
    `insert into llm_prices select tenant_id, gen_random_uuid(), id, 'gpt-6-sol', 1, 1, 1, 1,
       timestamptz '2020-01-01' + make_interval(days => n), null, created_at
     from llm_providers, generate_series(1, 500) n where id = $1`,
    [id],
  )
  const price = { model: 'gpt-6-sol', input_price: 1, output_price: 1 }
  const { status, body } = await tenant.admin.post(`${PATH}/${id}/prices`, price)
  expect([status, body.code, body.limit]).toEqual([409, 'llm_provider.price_limit', 500])
})

describe('the switches', () => {
  test('are one row that two do not overwrite for each other', async () => {
    const tenant = await api.tenant()
    const untouched = await tenant.admin.get('/v1/ai/settings')
    const switches = { enabled: true, disabled_features: [], minimise_personal_data: false }
    const features = { ...switches, resume_parser: 'builtin', rerank_shortlists: false, version: 0 }
    expect(untouched.body).toEqual({ ...features, updated_at: null })
    const turn = (body: object) => tenant.admin.patch('/v1/ai/settings', body, { 'if-match': '"0"' })
    const both = await Promise.all([turn({ enabled: false }), turn({ minimise_personal_data: true })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    const wrong = await tenant.admin.patch('/v1/ai/settings', { disabled_features: ['hiring'] })
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/disabled_features/0'])
    expect((await eventsOf(tenant)).map(([type]) => type)).toEqual(['ai_settings.updated'])
  })
})

test('a provider of nobody is nobody’s', async () => {
  const { admin } = await api.tenant()
  for (const action of ['test', 'set-default', 'revoke', 'prices'])
    expect(
      (
        await admin.post(
          `${PATH}/${newId()}/${action}`,
          action === 'prices' ? { model: 'm', input_price: 1, output_price: 1 } : undefined,
        )
      ).body.code,
    ).toBe('llm_provider.not_found')
})
