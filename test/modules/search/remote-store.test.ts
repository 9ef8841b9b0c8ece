import { describe, expect, test } from 'vitest'
import { idsOf } from '#test/modules/candidates/support.ts'
import { addResume } from '#test/modules/matching/resumes.ts'
import { testApi } from '#test/support/api.ts'
import { fakePinecone } from '#test/support/fake-pinecone.ts'
import { fakeWeaviate } from '#test/support/fake-weaviate.ts'

const pinecone = await fakePinecone([512])
const weaviate = await fakeWeaviate()

const stores = [
  ['pinecone', pinecone, await testApi(pinecone.env), () => pinecone.namespaces.clear()],
  [
    'weaviate',
    weaviate,
    await testApi(weaviate.env),
    () => {
      for (const shards of weaviate.classes.values()) shards.clear()
    },
  ],
] as const

describe.each(stores)('with vectors in %s', (_name, store, api, lose) => {
  const ann = { name: 'Ann Aid', title: 'Registered Nurse', skills: ['triage'] }
  const ben = { name: 'Ben Byte', title: 'Software Engineer', skills: ['PostgreSQL'] }

  test('resumes are found by meaning, and gone when they are', async () => {
    const tenant = await api.tenant()
    const nurse = await addResume(tenant, ann)
    const coder = await addResume(tenant, ben)
    const ask = async (q: string) =>
      idsOf(await tenant.admin.post('/v1/candidates/search', { q, mode: 'semantic' }))
    expect(await ask('software engineer')).toEqual([coder.candidateId, nurse.candidateId])
    const near = await tenant.admin.get(`/v1/candidates/${nurse.candidateId}/similar`)
    expect(near.body.data.map(({ candidate }: { candidate: { id: string } }) => candidate.id)).toEqual([
      coder.candidateId,
    ])
    await tenant.admin.delete(`/v1/resumes/${coder.resumeId}`)
    await tenant.drain()
    expect(await ask('software engineer')).toEqual([nurse.candidateId])
  })

  test('a store that was lost is made again by a re-index', async () => {
    const tenant = await api.tenant()
    const nurse = await addResume(tenant, ann)
    lose()
    const ask = async () =>
      idsOf(await tenant.admin.post('/v1/candidates/search', { q: 'nurse', mode: 'semantic' }))
    expect(await ask()).toEqual([])
    const model = await tenant.admin.post('/v1/embedding-models', {
      key: 'built-in',
      provider: 'builtin',
      dimensions: 512,
    })
    await tenant.admin.post(`/v1/embedding-models/${model.body.id}/reindex`)
    await tenant.drain()
    expect(await ask()).toEqual([nurse.candidateId])
  })

  test('a store that is away is told of, and what it missed is sent later', async () => {
    const tenant = await api.tenant()
    const search = () => tenant.admin.post('/v1/candidates/search', { q: 'nurse', mode: 'semantic' })
    store.refuseWith(503)
    const nurse = await addResume(tenant, ann)
    const away = await search()
    expect([away.status, away.body.code, away.text.includes('127.0.0.1')]).toEqual([
      503,
      'server.unavailable',
      false,
    ])
    store.refuseWith(0)
    api.clock.advance(60)
    await tenant.drain()
    expect(idsOf(await search())).toEqual([nurse.candidateId])
  })

  test('search by words needs no store', async () => {
    const tenant = await api.tenant()
    store.refuseWith(500)
    const nurse = await addResume(tenant, ann)
    expect(idsOf(await tenant.admin.post('/v1/candidates/search', { q: 'nurse' }))).toEqual([
      nurse.candidateId,
    ])
    store.refuseWith(0)
  })
})
