import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppContext } from '#src/context.ts'
import { newId } from '#src/lib/ids.ts'
import { createIndex, indexCondition, indexName } from '#src/modules/vectors/index-text.ts'
import { storeOf } from '#src/modules/vectors/stores/open-store.ts'
import { planIndexes, tendVectorIndexes } from '#src/modules/vectors/tend-indexes.ts'
import { tenantOf } from '#src/modules/vectors/vector-store.ts'
import { recordPool } from '#test/db/wire.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const { context } = api
const store = storeOf(context)

// Far above what the tests of other files leave in the shared database.
const MARKS = { above: 300, below: 200 }
const MODEL = { space: 'builtin-occupations-1', dimensions: 512 }
const { signal } = new AbortController()
const tend = (over: Partial<AppContext> = {}) => tendVectorIndexes({ ...context, ...over }, signal, MARKS)

const placeOf = (tenantId: string, visibility: 'tenant' | 'owner' = 'tenant') => ({
  tenant: tenantOf({ ...context, tenantId, actorId: null, visibility, requestId: newId() }),
  subject: 'candidate' as const,
  model: MODEL,
})

/** A point near one of the axes: no two alike, near ones near. */
const pointOf = (n: number) =>
  Array.from({ length: MODEL.dimensions }, (_, i) => (i === n % 7 ? 1 : Math.sin(n * 31 + i * 17) / 60))

async function tenantOfSize(size: number): Promise<{ id: string; candidates: string[] }> {
  const { id } = await api.tenant()
  const candidates = Array.from({ length: size }, newId)
  await store.upsert({
    ...placeOf(id),
    vectors: candidates.map((candidate, n) => ({ id: candidate, values: pointOf(n) })),
  })
  return { id, candidates }
}

const stateOf = async (tenantId: string) =>
  (await api.sql<{ state: string }>('select state from vector_indexes where tenant_id = $1', [tenantId]))[0]
    ?.state

const isThere = async (tenantId: string): Promise<boolean> =>
  (await api.sql('select from pg_class where relname = $1', [indexName({ tenantId, model: MODEL })])).length >
  0

afterAll(async () => {
  await api.sql(
    'delete from embeddings where model = $1 and tenant_id in (select tenant_id from vector_indexes)',
    [MODEL.space],
  )
  await tend()
})

describe('an index of a tenant’s own', () => {
  let big: Awaited<ReturnType<typeof tenantOfSize>>
  let small: typeof big
  beforeAll(async () => {
    big = await tenantOfSize(310)
    small = await tenantOfSize(250)
    await tend()
  })

  test('is made above a mark, and for nobody below it', async () => {
    expect([await stateOf(big.id), await isThere(big.id)]).toEqual(['ready', true])
    expect([await stateOf(small.id), await isThere(small.id)]).toEqual([undefined, false])
    expect(await tend()).toBe(0)
  })

  test('answers queries of the tenant, with the literals that it was made for', async () => {
    const sent: string[] = []
    recordPool(context.db.app, (flight) => sent.push(...flight.map(({ text }) => text)))
    const to = { model: MODEL, values: pointOf(3) }
    const near = await store.nearest({ ...placeOf(big.id), to, limit: 20 })
    expect(sent.filter((text) => text.includes('hnsw'))).toEqual(["SET LOCAL hnsw.ef_search TO '200'"])
    const text = sent.find((one) => one.includes(indexCondition({ tenantId: big.id, model: MODEL }))) ?? ''
    const exact = await store.nearest({ ...placeOf(big.id), to, limit: 201 })
    expect(near.map(({ id }) => id)).toEqual(exact.slice(0, 20).map(({ id }) => id))
    expect(near[0]?.id).toBe(big.candidates[3])
    expect(text).toMatch(/limit 64$/)
  })

  test('never shows the rows of another tenant, whatever the text of the query says', async () => {
    const client = await context.db.app.connect()
    try {
      const ask = async (scope: string, of: string) => {
        await client.query('begin')
        await client.query(`set local app.tenant_id to '${scope}'`)
        await client.query('set local enable_sort to off')
        await client.query('set local hnsw.ef_search to 200')
        const query = `from embeddings where ${indexCondition({ tenantId: of, model: MODEL })}
          order by embedding::halfvec(512) <=> '${JSON.stringify(pointOf(1))}'::halfvec(512) limit 64`
        const { rows: plan } = await client.query(`explain (costs off) select subject_id ${query}`)
        const { rows } = await client.query(`select tenant_id ${query}`)
        await client.query('rollback')
        return { rows, byIndex: JSON.stringify(plan).includes(indexName({ tenantId: of, model: MODEL })) }
      }
      const own = await ask(big.id, big.id)
      expect([own.byIndex, own.rows.length]).toEqual([true, 64])
      expect(new Set(own.rows.map(({ tenant_id }) => tenant_id))).toEqual(new Set([big.id]))
      expect(await ask(small.id, big.id)).toEqual({ byIndex: true, rows: [] })
    } finally {
      client.release()
    }
  })

  test('stays until the vectors are below the other mark', async () => {
    const shrinking = await tenantOfSize(301)
    await tend()
    expect(await stateOf(shrinking.id)).toBe('ready')
    const place = placeOf(shrinking.id)
    await store.remove({ ...place, ids: shrinking.candidates.slice(220) })
    await tend()
    expect([await stateOf(shrinking.id), await isThere(shrinking.id)]).toEqual(['ready', true])
    await store.remove({ ...place, ids: shrinking.candidates.slice(199) })
    await tend()
    expect([await stateOf(shrinking.id), await isThere(shrinking.id)]).toEqual([undefined, false])
    const near = await store.nearest({ ...place, to: { model: MODEL, values: pointOf(5) }, limit: 5 })
    expect(near[0]?.id).toBe(shrinking.candidates[5])
  })

  test('that a process left half made is made anew', async () => {
    const halfway = await tenantOfSize(305)
    await api.sql(
      `insert into vector_indexes (tenant_id, id, model, dimensions, name, state, created_at, updated_at)
       values ($1, $2, $3, 512, 'x', 'building', now(), now())`,
      [halfway.id, newId(), MODEL.space],
    )
    await api.sql(createIndex({ tenantId: halfway.id, model: MODEL }).replace('concurrently', ''))
    await tend()
    expect([await stateOf(halfway.id), await isThere(halfway.id)]).toEqual(['ready', true])
  })

  test('is dropped where there is no room for it, or vectors are elsewhere', async () => {
    const none = { ...context.config, vectors: { kind: 'pgvector', indexes: 0 } as const }
    expect(await tend({ config: none })).toBeGreaterThan(0)
    expect([await stateOf(big.id), await isThere(big.id)]).toEqual([undefined, false])
    await tend()
    expect(await stateOf(big.id)).toBe('ready')
  })

  test('is nobody’s to make without the owner’s log-in', async () => {
    const { owner: _, ...db } = context.db
    expect(await tend({ db })).toBe(0)
  })
})

describe('the plan', () => {
  const of = (tenantId: string, vectors: number) => ({ tenantId, model: MODEL, vectors })
  const row = (tenantId: string, state: 'building' | 'ready' | 'dropping' = 'ready', model = MODEL) => ({
    tenantId,
    model,
    name: 'x',
    state,
  })
  const plan = (
    ...[there, counted, most]: [Parameters<typeof planIndexes>[0], Parameters<typeof planIndexes>[1], number]
  ) => {
    const { drop, build } = planIndexes(there, counted, { above: 100, below: 50, most })
    return { drop: drop.map(({ tenantId }) => tenantId), build: build.map(({ tenantId }) => tenantId) }
  }

  test('builds for the biggest, as far as there is room', () => {
    expect(plan([], [of('a', 101), of('b', 300), of('c', 100), of('d', 200)], 2)).toEqual({
      drop: [],
      build: ['b', 'd'],
    })
  })

  test('keeps what is there before it builds', () => {
    expect(plan([row('a')], [of('a', 60), of('b', 300)], 1)).toEqual({ drop: [], build: [] })
    expect(plan([row('a'), row('b')], [of('a', 60), of('b', 300)], 1)).toEqual({ drop: ['a'], build: [] })
  })

  test('drops what is too small, of another model, or gone', () => {
    const old = { space: 'other', dimensions: 512 }
    expect(plan([row('a'), row('b', 'ready', old)], [of('b', 300)], 9)).toEqual({
      drop: ['a', 'b'],
      build: ['b'],
    })
  })

  test('begins again what was not finished, and ends what was begun to be dropped', () => {
    expect(plan([row('a', 'building'), row('b', 'dropping')], [of('a', 300), of('b', 60)], 9)).toEqual({
      drop: ['b'],
      build: ['a'],
    })
  })
})

test.each(["x' or true --", 'A', 'a b', ''])('a space %j is no text of an index', (space) => {
  const indexed = { tenantId: newId(), model: { space, dimensions: 3 } }
  expect(() => createIndex(indexed)).toThrow(/space of a model/)
  expect(() => createIndex({ ...indexed, tenantId: space })).toThrow(/id of a tenant/)
})
