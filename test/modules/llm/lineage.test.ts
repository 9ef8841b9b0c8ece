import { afterAll, describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { callModel } from '#src/modules/llm/index.ts'
import { connectionTest } from '#src/modules/llm/prompts/connection-test.v1.ts'
import { keepLineage } from '#src/modules/llm/sweep.repo.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { echo, llmStub } from '#test/support/llm-stub.ts'
import { addProvider, callerOf } from './provider.ts'

const api = await testApi()
const stub = await llmStub()
stub.replies(echo)

const call = (
  tenant: TestTenant,
  feature: 'explanation' | 'screening',
  entity?: { type: string; id: string },
) =>
  callModel(callerOf(api, tenant.id), {
    feature,
    prompt: connectionTest,
    input: { word: 'x' },
    maxOutputTokens: 100,
    ...(entity && { entity }),
  })

/** The rows of an export. */
async function exported({ admin }: TestTenant, query = '') {
  const answer = await admin.get(`/v1/ai/lineage/export${query}`)
  expect(answer.headers['content-type']).toBe('application/x-ndjson')
  return answer.text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}

describe('the lineage', () => {
  test('is found by entity, feature, outcome, provider and time', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    const job = { type: 'job', id: newId() }
    await call(tenant, 'explanation', job)
    await call(tenant, 'screening', { type: 'candidate', id: newId() })
    await call(tenant, 'screening')
    const found = async (query: string) =>
      (await tenant.admin.get(`/v1/ai/lineage?${query}`)).body.data.length
    expect(await found(`filter[entity_id]=${job.id}&filter[entity_type]=job`)).toBe(1)
    expect(await found('filter[feature]=screening')).toBe(2)
    expect(await found('filter[outcome][in]=ok,failed')).toBe(3)
    expect(await found(`filter[provider_id]=${id}&filter[model]=gpt-6-sol`)).toBe(3)
    expect(await found(`filter[created_at][gt]=${api.clock.now().toISOString()}`)).toBe(0)
    expect((await tenant.admin.get('/v1/ai/lineage?filter[feature]=hiring')).status).toBe(400)
    const first = await tenant.admin.get('/v1/ai/lineage?limit=2')
    const rest = await tenant.admin.get(`/v1/ai/lineage?limit=2&cursor=${first.body.next_cursor}`)
    expect([first.body.data.length, rest.body.data.length, rest.body.has_more]).toEqual([2, 1, false])
  })

  test('is exported as it is listed, oldest first, and in as many pages as it takes', async () => {
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    const job = { type: 'job', id: newId() }
    await call(tenant, 'explanation', job)
    await call(tenant, 'screening')
    const listed = (await tenant.admin.get('/v1/ai/lineage?sort=created_at')).body.data
    expect(await exported(tenant)).toEqual(listed)
    expect(await exported(tenant, '?feature=screening')).toEqual([listed[1]])
    expect(await exported(tenant, `?entity=${job.id}`)).toEqual([listed[0]])
    expect(await exported(tenant, `?until=${listed[0].created_at}`)).toEqual([])
    // Rows of one moment, more than a page of them.
    await api.sql(
      `insert into llm_lineage select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'created_at', '2026-01-01T00:00:00Z'))).*
       from llm_lineage l, generate_series(1, 2500) where l.tenant_id = $1 and l.provider_id = $2 and l.feature = 'screening'`,
      [tenant.id, id],
    )
    const all = await exported(tenant, '?until=2026-02-01T00:00:00Z')
    expect([all.length, new Set(all.map((row) => row.id)).size]).toEqual([2500, 2500])
  })

  test('is written once and for all', async () => {
    const { rows } = await api.context.db.app.query(
      `select has_table_privilege('llm_lineage', 'update') or has_table_privilege('llm_lineage', 'delete') as changes`,
    )
    expect(rows).toEqual([{ changes: false }])
  })
})

// In a year that nobody else uses: the table is everybody's.
describe('its partitions', () => {
  const at = (time: string) => ({ ...api.context, clock: { now: () => new Date(time) } })

  const partitions = async (year: string) =>
    (
      await api.sql<{ name: string }>(
        `select relname as name from pg_class where relname like 'llm_lineage_${year}__' and relispartition order by 1`,
      )
    ).map(({ name }) => name.slice(-6))

  const drop = async () => {
    for (const year of ['2011', '2012'])
      for (const month of await partitions(year)) await api.sql(`drop table llm_lineage_${month}`)
  }
  afterAll(drop)

  test('are made ahead, take over what waited for them, and go when half a year has passed', async () => {
    await drop()
    const tenant = await api.tenant()
    const { id } = await addProvider(tenant, stub)
    await call(tenant, 'screening')
    const copyAt = (time: string) =>
      api.sql(
        `insert into llm_lineage select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'created_at', $2::text))).*
         from llm_lineage l where l.provider_id = $1 order by l.created_at desc limit 1`,
        [id, time],
      )
    const placesOf = async () =>
      (
        await api.sql<{ place: string }>(
          `select tableoid::regclass::text as place from llm_lineage where provider_id = $1 and created_at < '2013-01-01' order by created_at`,
          [id],
        )
      ).map(({ place }) => place)

    await copyAt('2011-10-31T23:59:59.999Z')
    await copyAt('2011-11-01T00:00:00Z')
    expect(await placesOf()).toEqual(['llm_lineage_rest', 'llm_lineage_rest'])
    expect(await keepLineage(at('2011-10-15T00:00:00Z'))).toBe(3)
    expect(await keepLineage(at('2011-10-16T00:00:00Z'))).toBe(0)
    expect(await placesOf()).toEqual(['llm_lineage_201110', 'llm_lineage_201111'])
    await copyAt('2011-12-31T12:00:00Z')
    expect((await placesOf()).at(-1)).toBe('llm_lineage_201112')

    // Six months and some after October has ended, all of it is there.
    await keepLineage(at('2012-05-15T00:00:00Z'))
    expect(await partitions('2011')).toEqual(['201110', '201111', '201112'])
    await keepLineage(at('2012-06-15T00:00:00Z'))
    expect(await partitions('2011')).toEqual(['201111', '201112'])
    expect(await placesOf()).toEqual(['llm_lineage_201111', 'llm_lineage_201112'])
    // The ledger does not forget with it.
    expect((await tenant.admin.get('/v1/ai/usage')).body.total.calls).toBe(1)
  })
})
