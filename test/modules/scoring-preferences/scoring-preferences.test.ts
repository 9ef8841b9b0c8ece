import { describe, expect, test } from 'vitest'
import { withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { COMPONENTS, DEFAULT_WEIGHTS, type Weights } from '#src/modules/scoring/weights.ts'
import { activate, lockPreferences, putWeights, reject } from '#src/modules/scoring-preferences/index.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'

const api = await testApi()

const URL = '/v1/scoring-preferences'
const SKILLS = { weights: { skills: 1 } }
const HALVES = { weights: { skills: 0.5, title: 0.5 } }

const addClient = async ({ admin }: TestTenant, name = 'Acme'): Promise<string> =>
  (await admin.post('/v1/clients', { name })).body.id
const versions = async ({ admin }: TestTenant, query = '') =>
  (await admin.get(`${URL}/versions?${query}`)).body.data
const read = async ({ admin }: TestTenant, clientId?: string) =>
  (await admin.get(clientId === undefined ? URL : `${URL}?client_id=${clientId}`)).body

/** What the product itself does, such as learning. */
function inTask<T>(
  tenant: TestTenant,
  work: (tx: TenantTx, ctx: Parameters<typeof putWeights>[1]) => Promise<T>,
): Promise<T> {
  const ctx = {
    ...api.context,
    tenantId: tenant.id,
    actorId: null,
    requestId: newId(),
    visibility: 'tenant' as const,
    actor: { type: 'system' as const, id: null },
  }
  return withTenant(ctx, (tx) => work(tx, ctx))
}

const WEIGHTS: Weights = { ...DEFAULT_WEIGHTS }
const FAILED = {
  passed: false,
  pairs: 40,
  worst_hundredths: 312,
  failures: Array.from({ length: 30 }, (_, pair) => ({ pair })),
}

const learn = (tenant: TestTenant, clientId: string | null = null) =>
  inTask(tenant, (tx, ctx) =>
    putWeights(tx, ctx, { clientId, weights: WEIGHTS, origin: 'learned', originId: newId() }),
  )

describe('what is in force', () => {
  test('is the default, then the tenant’s, and for a client its own', async () => {
    const tenant = await api.tenant()
    const clientId = await addClient(tenant)
    const defaults = Object.fromEntries(COMPONENTS.map((name) => [name, DEFAULT_WEIGHTS[name] / 10_000]))
    const untouched = {
      id: null,
      client_id: null,
      source: 'default',
      version: 0,
      weights: defaults,
      preferred_skills: [],
      remote_policy: 'as_posted',
      activated_at: null,
    }
    expect(await read(tenant)).toEqual(untouched)
    expect(await read(tenant, clientId)).toEqual({ ...untouched, client_id: clientId })

    const { body: ofTenant } = await tenant.admin.put(URL, HALVES)
    expect(ofTenant).toMatchObject({ source: 'tenant', version: 1 })
    const { operation_id: _, ...shown } = ofTenant
    expect(await read(tenant)).toEqual(shown)
    expect(await read(tenant, clientId)).toEqual({ ...shown, client_id: clientId, version: 0 })

    const { body: ofClient } = await tenant.admin.put(URL, { ...SKILLS, client_id: clientId })
    expect(ofClient).toMatchObject({ source: 'client', version: 1, client_id: clientId })
    expect(await read(tenant, clientId)).toMatchObject({ id: ofClient.id, source: 'client' })
    expect(await read(tenant)).toEqual(shown)
  })

  test('of an unknown client is 404, of a foreign one as well', async () => {
    const [tenant, other] = [await api.tenant(), await api.tenant()]
    for (const id of [newId(), await addClient(other)]) {
      const { status, body } = await tenant.admin.get(`${URL}?client_id=${id}`)
      expect([status, body.code]).toEqual([404, 'client.not_found'])
    }
  })
})

describe('a change', () => {
  test('is the next version, which is activated and told of; the one before is kept', async () => {
    const tenant = await api.tenant()
    const { body: first } = await tenant.admin.put(URL, { ...HALVES, preferred_skills: ['Vue'] })
    const { body: second } = await tenant.admin.put(
      URL,
      { ...SKILLS, remote_policy: 'remote_ok' },
      { 'if-match': '"1"' },
    )
    expect(second).toMatchObject({ version: 2, preferred_skills: ['Vue'], remote_policy: 'remote_ok' })
    const stale = await tenant.admin.put(URL, HALVES, { 'if-match': '"1"' })
    expect([stale.status, stale.body.current_version]).toEqual([412, 2])
    const [newest, oldest] = await versions(tenant)
    expect(newest).toMatchObject({
      id: second.id,
      version: 2,
      state: 'active',
      origin: 'manual',
      previous_id: first.id,
      created_by: tenant.user.id,
      activated_by: tenant.user.id,
      override_reason: null,
      gate: { passed: true },
    })
    expect(oldest).toMatchObject({ id: first.id, state: 'retired', previous_id: null })
    expect((await tenant.admin.get(`${URL}/versions/${first.id}`)).body).toEqual(oldest)
    const events = await api.sql(
      `select type, resource_id, payload->>'previous_id' as previous from events
       where tenant_id = $1 and resource = 'scoring_preferences' order by id`,
      [tenant.id],
    )
    expect(events).toEqual([
      { type: 'scoring_preferences.created', resource_id: first.id, previous: null },
      { type: 'scoring_preferences.activated', resource_id: first.id, previous: null },
      { type: 'scoring_preferences.created', resource_id: second.id, previous: null },
      { type: 'scoring_preferences.activated', resource_id: second.id, previous: first.id },
    ])
  })

  test('to what is in force already changes nothing', async () => {
    const tenant = await api.tenant()
    const { body } = await tenant.admin.put(URL, HALVES)
    const again = await tenant.admin.put(URL, { weights: { title: 0.5, skills: 0.5, education: 0 } })
    expect(again.body).toEqual({ ...body, operation_id: undefined })
    expect(await versions(tenant)).toHaveLength(1)
  })

  test('tried dry leaves nothing', async () => {
    const tenant = await api.tenant()
    const { status } = await tenant.admin.put(URL, HALVES, { prefer: 'dry-run' })
    expect(status).toBe(200)
    expect(await versions(tenant)).toEqual([])
  })

  test('made by several at once is one after the other', async () => {
    const tenant = await api.tenant()
    const answers = await Promise.all(
      [0.1, 0.2, 0.3].map((skills) =>
        tenant.admin.put(URL, { weights: { skills, title: Number((1 - skills).toFixed(1)) } }),
      ),
    )
    expect(answers.map(({ body }) => body.version).sort()).toEqual([1, 2, 3])
    expect(await versions(tenant, 'filter[state]=active')).toMatchObject([{ version: 3 }])
    const based = await Promise.all(
      [0.4, 0.6].map((skills) =>
        tenant.admin.put(URL, { weights: { skills, title: 1 - skills } }, { 'if-match': '"3"' }),
      ),
    )
    expect(based.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  test.each([
    [{ weights: { skills: 0.5 } }, '/weights', 'must add up to 1; these add up to 0.5'],
    [{ weights: {} }, '/weights', 'must add up to 1; these add up to 0'],
    [{ weights: { skills: 0.7, title: 0.3001 } }, '/weights', 'must add up to 1; these add up to 1.0001'],
    [{ weights: { skills: 0.99999, title: 0.00001 } }, '/weights/skills', 'four decimals at most'],
    [{ weights: { skills: 1.1, title: -0.1 } }, '/weights/skills', expect.anything()],
    [{ weights: { charm: 1 } }, '/weights/charm', expect.anything()],
    [{ ...SKILLS, preferred_skills: Array(21).fill('x') }, '/preferred_skills', expect.anything()],
    [{ ...SKILLS, remote_policy: 'never' }, '/remote_policy', expect.anything()],
    [{ ...SKILLS, state: 'active' }, '/state', expect.anything()],
  ])('to %j is refused', async (body, pointer, message) => {
    const tenant = await api.tenant()
    const answer = await tenant.admin.put(URL, body)
    expect([answer.status, answer.body.code]).toEqual([422, 'request.invalid_body'])
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ message }))
    expect(answer.body.errors[0].pointer).toBe(pointer)
  })

  test('of decimals that binary cannot write adds up all the same', async () => {
    const tenant = await api.tenant()
    const weights = { skills: 0.1, title: 0.2, location: 0.3, education: 0.3333, semantic: 0.0667 }
    const { status, body } = await tenant.admin.put(URL, { weights })
    expect([status, body.weights]).toEqual([200, expect.objectContaining(weights)])
  })

  test('is for admins; whoever reads matches reads it', async () => {
    const tenant = await api.tenant()
    const { body } = await tenant.admin.put(URL, HALVES)
    for (const role of ['recruiter', 'hiring_manager', 'viewer', 'interviewer', 'client'] as const) {
      const member = await tenant.member(role)
      const allowed = role === 'interviewer' || role === 'client' ? 403 : 200
      expect([role, (await member.get(URL)).status]).toEqual([role, allowed])
      expect([role, (await member.get(`${URL}/versions`)).status]).toEqual([role, allowed])
      const changes = [
        await member.put(URL, SKILLS),
        await member.post(`${URL}/rollback`, {}),
        await member.post(`${URL}/versions/${body.id}/activate`, {}),
      ]
      expect(changes.map(({ status }) => status)).toEqual([403, 403, 403])
    }
  })
})

describe('rolling back', () => {
  test('goes from version to version to where it began, and on from there', async () => {
    const tenant = await api.tenant()
    const { body: first } = await tenant.admin.put(URL, HALVES)
    await tenant.admin.put(URL, SKILLS)
    const { body: back } = await tenant.admin.post(`${URL}/rollback`, {})
    expect(back).toMatchObject({ id: first.id, version: 1, weights: first.weights })
    const { body: blank } = await tenant.admin.post(`${URL}/rollback`, {})
    expect(blank).toMatchObject({ id: null, source: 'default', version: 0 })
    const nothing = await tenant.admin.post(`${URL}/rollback`, {})
    expect([nothing.status, nothing.body.code]).toEqual([409, 'scoring_preferences.nothing_to_roll_back'])
    const { body: third } = await tenant.admin.put(URL, HALVES, { 'if-match': '"0"' })
    expect(third.version).toBe(3)
    const states = (await versions(tenant)).map(({ state }: { state: string }) => state)
    expect(states).toEqual(['active', 'retired', 'retired'])
  })

  test('a client’s last version leaves it the tenant’s', async () => {
    const tenant = await api.tenant()
    const clientId = await addClient(tenant)
    const { body: ofTenant } = await tenant.admin.put(URL, HALVES)
    await tenant.admin.put(URL, { ...SKILLS, client_id: clientId })
    const { body } = await tenant.admin.post(`${URL}/rollback`, { client_id: clientId })
    expect(body).toMatchObject({ id: ofTenant.id, source: 'tenant', version: 0, client_id: clientId })
    expect(await read(tenant)).toMatchObject({ id: ofTenant.id })
  })
})

describe('a version that was learned', () => {
  test('waits until a person activates it', async () => {
    const tenant = await api.tenant()
    await tenant.admin.put(URL, { ...SKILLS, preferred_skills: ['Vue'] })
    const { id, originId } = await learn(tenant)
    expect(await read(tenant)).toMatchObject({ version: 1 })
    const [pending] = await versions(tenant, 'filter[state]=pending')
    expect(pending).toMatchObject({
      id,
      version: 2,
      origin: 'learned',
      origin_id: originId,
      gate: null,
      created_by: null,
      preferred_skills: ['Vue'],
    })
    const { status, body } = await tenant.admin.post(`${URL}/versions/${id}/activate`, {})
    expect([status, body.state, body.gate.passed]).toEqual([200, 'active', true])
    expect(await read(tenant)).toMatchObject({ id, version: 2 })
    for (const action of ['activate', 'reject']) {
      const again = await tenant.admin.post(`${URL}/versions/${id}/${action}`, {})
      expect([again.status, again.body.code, again.body.current_state]).toEqual([
        409,
        'scoring_preferences.invalid_transition',
        'active',
      ])
    }
  })

  test('is turned down for good', async () => {
    const tenant = await api.tenant()
    const { id } = await learn(tenant)
    expect((await tenant.admin.post(`${URL}/versions/${id}/reject`)).body.state).toBe('rejected')
    expect((await tenant.admin.post(`${URL}/versions/${id}/activate`, {})).status).toBe(409)
    expect(await read(tenant)).toMatchObject({ source: 'default' })
  })

  test('does not come into force by a gate it did not pass, but by an override, which is recorded', async () => {
    const tenant = await api.tenant()
    const passing = (id: string, overrideReason?: string) =>
      inTask(tenant, async (tx, ctx) =>
        activate(tx, ctx, await lockPreferences(tx, id), { gate: FAILED, overrideReason }),
      )
    const { id } = await learn(tenant)
    await expect(passing(id)).rejects.toMatchObject({
      kind: { code: 'scoring_preferences.gate_failed', status: 422 },
      details: { members: { gate: { worst_hundredths: 312 } } },
    })
    expect(await read(tenant)).toMatchObject({ source: 'default' })
    await passing(id, 'The pairs are of another trade.')
    const [active] = await versions(tenant)
    expect(active).toMatchObject({
      state: 'active',
      override_reason: 'The pairs are of another trade.',
      gate: { passed: false, pairs: 40, worst_hundredths: 312 },
    })
    expect(active.gate.failures).toHaveLength(20)
    const [event] = await api.sql(
      `select payload->'overridden' as overridden from events
       where tenant_id = $1 and type = 'scoring_preferences.activated'`,
      [tenant.id],
    )
    expect(event).toEqual({ overridden: true })
  })

  test('is rejected with what the gate said', async () => {
    const tenant = await api.tenant()
    const { id } = await learn(tenant)
    await inTask(tenant, async (tx, ctx) => reject(tx, ctx, await lockPreferences(tx, id), FAILED))
    expect(await versions(tenant)).toMatchObject([{ state: 'rejected', gate: { passed: false } }])
  })
})

test('versions are listed by whose they are', async () => {
  const tenant = await api.tenant()
  const clientId = await addClient(tenant)
  await tenant.admin.put(URL, HALVES)
  await tenant.admin.put(URL, { ...SKILLS, client_id: clientId })
  await learn(tenant, clientId)
  const found = async (query: string) =>
    (await versions(tenant, query)).map((row: { client_id: string | null; version: number }) => [
      row.client_id,
      row.version,
    ])
  expect(await found('filter[scope]=tenant')).toEqual([[null, 1]])
  expect(await found(`filter[client_id]=${clientId}&sort=created_at`)).toEqual([
    [clientId, 1],
    [clientId, 2],
  ])
  expect(await found('filter[origin]=learned')).toEqual([[clientId, 2]])
})
