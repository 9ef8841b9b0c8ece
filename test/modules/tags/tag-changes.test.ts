import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { add, changesOf, give, list, make, namesOf, tagUrl, versionOf } from './support.ts'

const api = await testApi()

describe('renaming', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant

  test('is seen at once, and told of each candidate once', async () => {
    const id = await add(admin)
    const [tag] = await give(admin, id, 'Weldr')
    const { status, body, headers } = await admin.patch(`/v1/tags/${tag?.id}`, { name: 'Welder' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: tag?.id, name: 'Welder', candidates: 1, version: 2 })
    expect(body).not.toHaveProperty('merged_from')
    expect(headers.etag).toBe('"2"')
    expect(await namesOf(admin, id)).toEqual(['Welder'])
    expect(await list(admin, '?q=weldr')).toEqual([])
    await tenant.drain()
    expect(await changesOf(api, tenant, id)).toEqual([
      [2, 'tags'],
      [3, 'tags'],
    ])
    expect(await versionOf(admin, id)).toBe(3)
  })

  test('to the same name leaves no trace; to other capitals does', async () => {
    const id = await add(admin)
    const [tag] = await give(admin, id, 'node')
    expect((await admin.patch(`/v1/tags/${tag?.id}`, { name: 'node' })).body.version).toBe(1)
    expect((await admin.patch(`/v1/tags/${tag?.id}`, { name: 'Node' })).body).toMatchObject({
      name: 'Node',
      version: 2,
    })
    await tenant.drain()
    expect(await changesOf(api, tenant, id)).toHaveLength(2)
    expect((await admin.patch(`/v1/tags/${tag?.id}`, { name: 'x' }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await admin.patch(`/v1/tags/${tag?.id}`, { name: '' })).status).toBe(422)
  })

  test('to another’s name makes the two one, at once for readers and then in the rows', async () => {
    const [both, first, second] = [await add(admin), await add(admin), await add(admin)]
    const [js] = await give(admin, first, 'JS')
    const [kept] = await give(admin, second, 'JavaScript')
    for (const name of ['JS', 'JavaScript']) await give(admin, both, name)

    const { status, body } = await admin.patch(`/v1/tags/${js?.id}`, { name: 'javascript' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: kept?.id, name: 'JavaScript', candidates: 3, merged_from: js?.id })
    const check = async () => {
      for (const id of [both, first, second])
        expect((await admin.get(`/v1/candidates/${id}/tags`)).body.data).toEqual([kept])
      expect(await list(admin, '?q=j')).toMatchObject([{ id: kept?.id, candidates: 3 }])
      expect((await admin.delete(`/v1/tags/${js?.id}`)).status).toBe(404)
    }
    await check()
    await tenant.drain()
    await check()
    expect((await changesOf(api, tenant, both)).length).toBe(3)
    expect((await changesOf(api, tenant, first)).length).toBe(2)
    expect((await changesOf(api, tenant, second)).length).toBe(1)
    const left = await api.sql('select 1 from candidate_tags where tenant_id = $1 and tag_id = $2', [
      tenant.id,
      js?.id,
    ])
    expect(left).toEqual([])
  })

  test('in a chain ends at the last, also for what was not settled', async () => {
    const id = await add(admin)
    const [a] = await give(admin, id, 'chain a')
    const [b, c] = [await make(admin, 'chain b'), await make(admin, 'chain c')]
    await admin.patch(`/v1/tags/${a?.id}`, { name: 'chain b' })
    await admin.patch(`/v1/tags/${b.id}`, { name: 'chain c' })
    await admin.patch(`/v1/tags/${c.id}`, { name: 'chain end' })
    const check = async () => {
      expect((await admin.get(`/v1/candidates/${id}/tags`)).body.data).toEqual([
        { id: c.id, name: 'chain end' },
      ])
      expect(await list(admin, '?q=chain')).toMatchObject([{ id: c.id, candidates: 1 }])
    }
    await check()
    await tenant.drain()
    await check()
    expect((await changesOf(api, tenant, id)).length).toBe(2)
  })

  test('between a merge and its settling, the tag is taken away as well', async () => {
    const id = await add(admin)
    const [old] = await give(admin, id, 'golang')
    await make(admin, 'Go')
    await admin.patch(`/v1/tags/${old?.id}`, { name: 'go' })
    expect((await admin.delete(tagUrl(id, 'GO'))).status).toBe(204)
    expect(await namesOf(admin, id)).toEqual([])
    await tenant.drain()
    expect(await namesOf(admin, id)).toEqual([])
    expect(await changesOf(api, tenant, id)).toHaveLength(2)
  })

  test('of two to each other’s name at once ends with one tag', async () => {
    const ids = [await add(admin), await add(admin)]
    const [[left], [right]] = [
      await give(admin, ids[0] ?? '', 'left'),
      await give(admin, ids[1] ?? '', 'right'),
    ]
    const answers = await Promise.all([
      admin.patch(`/v1/tags/${left?.id}`, { name: 'right' }),
      admin.patch(`/v1/tags/${right?.id}`, { name: 'left' }),
    ])
    // The first merges; the second finds the name that it wants free.
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.filter(({ body }) => body.merged_from)).toHaveLength(1)
    await tenant.drain()
    const [one, ...others] = (await list(admin)).filter(({ name }) => name === 'left' || name === 'right')
    expect([one?.candidates, others]).toEqual([2, []])
  })

  test('of a tag of many candidates reaches all of them, and a second run of the task none', async () => {
    const many = await api.tenant()
    const tag = await make(many.admin, 'many')
    await api.sql(
      `with made as (insert into candidates (tenant_id, id, first_name, created_at, updated_at)
         select $1, gen_random_uuid(), 'C' || i, now(), now() from generate_series(1, 250) i returning id)
       insert into candidate_tags (tenant_id, candidate_id, tag_id, tag_version, created_at)
         select $1, id, $2, 1, now() from made`,
      [many.id, tag.id],
    )
    await many.admin.patch(`/v1/tags/${tag.id}`, { name: 'very many' })
    const again = { name: 'tags.settle', payload: { tag_id: tag.id } }
    await api.sql(
      `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
       select $1, gen_random_uuid(), $2, $3, now(), gen_random_uuid(), now() from generate_series(1, 3)`,
      [many.id, again.name, again.payload],
    )
    await many.drain()
    const [told] = await api.sql<{ events: number; candidates: number }>(
      `select count(*)::int as events, count(distinct resource_id)::int as candidates from events
       where tenant_id = $1 and type = 'candidate.updated'`,
      [many.id],
    )
    expect(told).toEqual({ events: 250, candidates: 250 })
    const [versions] = await api.sql<{ v: number[] }>(
      'select array_agg(distinct version) as v from candidates where tenant_id = $1',
      [many.id],
    )
    expect(versions?.v).toEqual([2])
  })
})

describe('deleting', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant

  test('takes the tag from everyone at once, and the name is free again', async () => {
    const [id, gone] = [await add(admin), await add(admin)]
    const [tag] = await give(admin, id, 'Temp')
    await give(admin, gone, 'Temp')
    await admin.delete(`/v1/candidates/${gone}`)
    expect((await admin.delete(`/v1/tags/${tag?.id}`, { 'if-match': '"9"' })).status).toBe(412)
    expect((await admin.delete(`/v1/tags/${tag?.id}`)).status).toBe(204)
    expect((await admin.delete(`/v1/tags/${tag?.id}`)).status).toBe(404)
    expect(await namesOf(admin, id)).toEqual([])
    expect(await list(admin, '?q=temp')).toEqual([])
    const [again] = await give(admin, id, 'temp')
    expect(again?.id).not.toBe(tag?.id)
    await tenant.drain()
    expect(await namesOf(admin, id)).toEqual(['temp'])
    expect(await changesOf(api, tenant, id)).toHaveLength(3)
    await admin.post(`/v1/candidates/${gone}/restore`)
    expect(await namesOf(admin, gone)).toEqual([])
    expect((await api.sql('select 1 from candidate_tags where tag_id = $1', [tag?.id])).length).toBe(0)
  })

  test('of a tag that another was merged into takes both', async () => {
    const id = await add(admin)
    const [from] = await give(admin, id, 'from')
    const into = await make(admin, 'into')
    await admin.patch(`/v1/tags/${from?.id}`, { name: 'into' })
    await admin.delete(`/v1/tags/${into.id}`)
    expect(await namesOf(admin, id)).toEqual([])
    await tenant.drain()
    expect(await namesOf(admin, id)).toEqual([])
    expect((await api.sql('select 1 from candidate_tags where candidate_id = $1', [id])).length).toBe(0)
  })

  test('an unknown tag is not found', async () => {
    expect((await admin.patch(`/v1/tags/${newId()}`, { name: 'x' })).body.code).toBe('tag.not_found')
  })
})
