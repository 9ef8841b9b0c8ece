import { describe, expect, test } from 'vitest'
import type { TenantScope } from '#src/db/scope.ts'
import { newId } from '#src/lib/ids.ts'
import { storeOf } from '#src/modules/vectors/stores/open-store.ts'
import { type ModelVector, tenantOf, type VectorModel } from '#src/modules/vectors/vector-store.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { fakePinecone } from '#test/support/fake-pinecone.ts'
import { fakeWeaviate } from '#test/support/fake-weaviate.ts'

// One contract, and what each store is asked for it.

const pinecone = await fakePinecone([3, 4])
const weaviate = await fakeWeaviate()
const remote = [pinecone, weaviate]
const apis: [string, TestApi][] = [
  ['pgvector', await testApi()],
  ['pinecone', await testApi(pinecone.env)],
  ['weaviate', await testApi(weaviate.env)],
]

const scopeOf = ({ context: { db, clock } }: TestApi, tenantId: string): TenantScope => ({
  db,
  clock,
  tenantId,
  actorId: null,
  visibility: 'tenant',
  requestId: newId(),
})

const ids = Array.from({ length: 6 }, newId) as [string, string, string, string, string, string]
const [a, b, c, d] = ids
const SMALL: VectorModel = { space: 'small', dimensions: 3 }
const OTHER: VectorModel = { space: 'other', dimensions: 3 }
const LONG: VectorModel = { space: 'long', dimensions: 4 }
const to = (...values: number[]): ModelVector => ({ model: SMALL, values })

describe.each(apis)('%s', (kind, api) => {
  const store = storeOf(api.context)
  const placeOf = (tenantId = newId(), model = SMALL) => ({
    tenant: tenantOf(scopeOf(api, tenantId)),
    subject: 'candidate' as const,
    model,
  })
  const found = async (
    place: ReturnType<typeof placeOf>,
    query: { to: ModelVector; limit?: number; among?: string[] },
  ) => (await store.nearest({ ...place, limit: 10, ...query })).map(({ id }) => id)

  test('answers the nearest first, with their cosine', async () => {
    const place = placeOf()
    const vectors = [
      { id: a, values: [0, 1, 0] },
      { id: b, values: [1, 0, 0] },
      { id: c, values: [1, 1, 0] },
      { id: d, values: [-1, 0, 0] },
    ]
    await store.upsert({ ...place, vectors })
    const near = await store.nearest({ ...place, to: to(1, 0, 0), limit: 10 })
    expect(near.map(({ id }) => id)).toEqual([b, c, a, d])
    expect(near.map(({ similarity }) => similarity)).toEqual([
      1,
      expect.closeTo(Math.SQRT1_2, 3),
      expect.closeTo(0, 6),
      -1,
    ])
    expect(await found(place, { to: to(1, 0, 0), limit: 2 })).toEqual([b, c])
    expect(await store.count(place)).toBe(4)
  })

  test('answers equal ones by id, on whichever side of the limit', async () => {
    const place = placeOf()
    const vectors = ids.map((id, i) => ({ id, values: i === 5 ? [1, 0, 0] : [1, 1, 0] }))
    await store.upsert({ ...place, vectors: vectors.toReversed() })
    const sorted = ids.slice(0, 5).sort()
    expect(await found(place, { to: to(1, 0, 0) })).toEqual([ids[5], ...sorted])
    if (kind === 'pgvector')
      expect(await found(place, { to: to(1, 0, 0), limit: 3 })).toEqual([ids[5], ...sorted.slice(0, 2)])
  })

  test('answers among the named ones only', async () => {
    const place = placeOf()
    await store.upsert({ ...place, vectors: ids.map((id, i) => ({ id, values: [1, i, 0] })) })
    expect(await found(place, { to: to(1, 0, 0), among: [d, b, newId()] })).toEqual([b, d])
    expect(await found(place, { to: to(1, 0, 0), among: [] })).toEqual([])
  })

  test('knows nothing of a tenant that has nothing, and nothing is near to zero', async () => {
    const place = placeOf()
    expect(await found(place, { to: to(1, 0, 0) })).toEqual([])
    expect(await store.count(place)).toBe(0)
    expect(await store.read({ ...place, id: a })).toBeUndefined()
    await store.remove({ ...place, ids: [a] })
    await store.clear(place)
    await store.upsert({ ...place, vectors: [] })
    await store.upsert({ ...place, vectors: [{ id: a, values: [1, 0, 0] }] })
    expect(await found(place, { to: to(0, 0, 0) })).toEqual([])
  })

  test('keeps one vector a subject, the last', async () => {
    const place = placeOf()
    for (const values of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ])
      await store.upsert({ ...place, vectors: [{ id: a, values }] })
    expect(await store.count(place)).toBe(1)
    expect(await store.read({ ...place, id: a })).toEqual({ model: SMALL, values: [0, 1, 0] })
    for (const _ of [1, 2]) await store.remove({ ...place, ids: [a, b] })
    expect(await store.count(place)).toBe(0)
  })

  test('takes more at once than one request holds', async () => {
    const place = placeOf()
    const many = Array.from({ length: 1201 }, (_, i) => ({ id: newId(), values: [1, i / 1000, 0] }))
    await store.upsert({ ...place, vectors: many })
    expect(await store.count(place)).toBe(1201)
    const near = await store.nearest({ ...place, to: to(1, 0, 0), limit: 1000 })
    expect(near).toHaveLength(1000)
    expect(near.slice(0, 3).map(({ id }) => id)).toEqual(many.slice(0, 3).map(({ id }) => id))
    const among = many.slice(200).map(({ id }) => id)
    expect((await found(place, { to: to(1, 0, 0), limit: 2, among: among.slice(0, 1000) }))[0]).toBe(among[0])
    await store.remove({ ...place, ids: many.slice(1).map(({ id }) => id) })
    expect(await store.count(place)).toBe(1)
  })

  test('never shows a tenant what another one has', async () => {
    const [mine, theirs] = [placeOf(), placeOf()]
    await store.upsert({ ...mine, vectors: [{ id: a, values: [1, 0, 0] }] })
    await store.upsert({
      ...theirs,
      vectors: [
        { id: b, values: [1, 0, 0] },
        { id: a, values: [0, 0, 1] },
      ],
    })
    expect(await found(mine, { to: to(1, 0, 0) })).toEqual([a])
    expect(await found(mine, { to: to(1, 0, 0), among: [a, b] })).toEqual([a])
    expect(await store.read({ ...mine, id: b })).toBeUndefined()
    expect(await store.count(mine)).toBe(1)
    await store.remove({ ...mine, ids: [b] })
    await store.clear(mine)
    expect(await found(theirs, { to: to(1, 0, 0) })).toEqual([b, a])
  })

  test('never compares what different models made', async () => {
    const tenantId = newId()
    const [small, other, long] = [SMALL, OTHER, LONG].map((model) => placeOf(tenantId, model)) as [
      ReturnType<typeof placeOf>,
      ReturnType<typeof placeOf>,
      ReturnType<typeof placeOf>,
    ]
    await store.upsert({ ...small, vectors: [{ id: a, values: [1, 0, 0] }] })
    await store.upsert({ ...other, vectors: [{ id: b, values: [1, 0, 0] }] })
    await store.upsert({ ...long, vectors: [{ id: c, values: [1, 0, 0, 0] }] })
    expect(await found(small, { to: to(1, 0, 0) })).toEqual([a])
    expect(await found(small, { to: { model: OTHER, values: [1, 0, 0] } })).toEqual([b])
    expect(await found(small, { to: { model: LONG, values: [1, 0, 0, 0] } })).toEqual([c])
    await store.clear(other)
    expect([await store.count(small), await store.count(other), await store.count(long)]).toEqual([1, 0, 1])
  })

  test('demands a tenant, by its type', () => {
    const { tenant: _, ...without } = placeOf()
    // @ts-expect-error: no method of a store takes a call without a tenant
    const untold = () => store.count(without)
    // @ts-expect-error: nor one whose tenant did not come out of a scope
    const made = () => store.nearest({ ...without, tenant: { tenantId: a }, to: to(1, 0, 0), limit: 1 })
    // @ts-expect-error: nor a vector that does not say which model made it
    const bare = () => store.nearest({ ...placeOf(), to: [1, 0, 0], limit: 1 })
    expect([untold, made, bare]).toHaveLength(3)
  })
})

describe.each([
  ['pinecone', 1],
  ['weaviate', 2],
] as const)('%s', (_kind, at) => {
  const api = apis[at]?.[1] as TestApi
  const away = remote[at - 1]

  test.each([401, 429, 500, 503])('that answers %i is not available', async (status) => {
    const place = { tenant: tenantOf(scopeOf(api, newId())), subject: 'candidate', model: SMALL } as const
    const store = storeOf(api.context)
    away?.refuseWith(status)
    try {
      for (const call of [
        () => store.upsert({ ...place, vectors: [{ id: a, values: [1, 0, 0] }] }),
        () => store.remove({ ...place, ids: [a] }),
        () => store.clear(place),
        () => store.nearest({ ...place, to: to(1, 0, 0), limit: 1 }),
        () => store.read({ ...place, id: a }),
        () => store.count(place),
      ])
        await expect(call()).rejects.toMatchObject({ kind: { code: 'server.unavailable' } })
    } finally {
      away?.refuseWith(0)
    }
  })
})

test('a tenant and a model have a place of their own in a remote store', () => {
  for (const name of pinecone.namespaces.keys())
    expect(name).toMatch(/^[0-9a-f-]{36}_candidate_(small|other|long)$/)
  expect([...weaviate.classes.keys()].sort()).toEqual(['Shortlist_candidate_3', 'Shortlist_candidate_4'])
})

test('pinecone takes only the dimensions that it has an index of', async () => {
  const store = storeOf(apis[1]?.[1].context as TestApi['context'])
  expect([store.supports(3), store.supports(5)]).toEqual([true, false])
})
