import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'

const api = await testApi()

interface Item {
  id: string
  name: string
  candidates: number
}

async function add(by: Client): Promise<string> {
  const { status, body } = await by.post('/v1/candidates', { first_name: 'Ada', last_name: 'Lovelace' })
  expect(status).toBe(201)
  return body.id
}

const tagUrl = (id: string, name: string) => `/v1/candidates/${id}/tags/${encodeURIComponent(name)}`

async function give(by: Client, id: string, name: string): Promise<Item[]> {
  const { status, body } = await by.put(tagUrl(id, name))
  expect(status).toBe(200)
  return body.data
}

const namesOf = async (by: Client, id: string): Promise<string[]> =>
  (await by.get(`/v1/candidates/${id}/tags`)).body.data.map(({ name }: Item) => name)

const list = async (by: Client, query = ''): Promise<Item[]> => {
  const { status, body } = await by.get(`/v1/tags${query}`)
  expect(status).toBe(200)
  return body.data
}

async function make(by: Client, name: string): Promise<Item> {
  const { status, body } = await by.post('/v1/tags', { name })
  expect(status).toBe(201)
  return body
}

const versionOf = async (by: Client, id: string): Promise<number> =>
  (await by.get(`/v1/candidates/${id}`)).body.version

/** What the events of a candidate said of its changes. */
async function changesOf({ id: tenantId }: TestTenant, candidateId: string) {
  const rows = await api.sql<{ changed: string[]; version: number }>(
    `select payload -> 'changed' as changed, (payload ->> 'version')::int as version from events
     where tenant_id = $1 and resource_id = $2 and type = 'candidate.updated' order by place`,
    [tenantId, candidateId],
  )
  return rows.map(({ changed, version }) => [version, ...changed])
}

describe('the tags of a candidate', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant

  test('are given by name, made when new, and told of', async () => {
    const id = await add(admin)
    expect((await give(admin, id, '  Night \u00a0 shift')).map(({ name }) => name)).toEqual(['Night shift'])
    const tags = await give(admin, id, 'C++')
    expect(tags.map(({ name }) => name)).toEqual(['C++', 'Night shift'])
    expect((await admin.get(`/v1/candidates/${id}/tags`)).body).toEqual({
      data: tags,
      has_more: false,
      next_cursor: null,
    })
    expect(await list(admin, '?q=c%2B')).toMatchObject([{ name: 'C++', candidates: 1 }])
    expect(await versionOf(admin, id)).toBe(3)
    expect(await changesOf(tenant, id)).toEqual([
      [2, 'tags'],
      [3, 'tags'],
    ])
  })

  test('are one whatever their case, and giving one again changes nothing', async () => {
    const [one, two] = [await add(admin), await add(admin)]
    const [tag] = await give(admin, one, 'Java')
    expect(await give(admin, two, 'JAVA')).toEqual([tag])
    expect(await give(admin, two, 'ｊａｖａ')).toEqual([tag])
    expect(await changesOf(tenant, two)).toEqual([[2, 'tags']])
  })

  test('are taken away, also when they are gone', async () => {
    const id = await add(admin)
    await give(admin, id, 'Rust')
    expect((await admin.delete(tagUrl(id, 'rust'))).status).toBe(204)
    expect((await admin.delete(tagUrl(id, 'rust'))).status).toBe(204)
    expect((await admin.delete(tagUrl(id, 'never heard of'))).status).toBe(204)
    expect(await namesOf(admin, id)).toEqual([])
    expect(await changesOf(tenant, id)).toEqual([
      [2, 'tags'],
      [3, 'tags'],
    ])
  })

  test.each([' ', 'x'.repeat(61), 'a\u0000b'])('cannot be called %j', async (name) => {
    const id = await add(admin)
    for (const answer of [await admin.put(tagUrl(id, name)), await admin.delete(tagUrl(id, name))]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'tag.invalid_name'])
      expect(answer.body.errors[0].pointer).toBe('/tag')
    }
  })

  test('are at most 50', async () => {
    const id = await add(admin)
    for (let i = 0; i < 50; i++) await give(admin, id, `Tag ${i}`)
    const { status, body } = await admin.put(tagUrl(id, 'One more'))
    expect([status, body.code, body.limit]).toEqual([409, 'tag.too_many', 50])
    expect(await give(admin, id, 'tag 7')).toHaveLength(50)
    expect(await list(admin, '?q=one')).toEqual([])
  })

  test('given by several at once are one tag, given once', async () => {
    const ids = [await add(admin), await add(admin)]
    await Promise.all([...ids, ...ids, ...ids].map((id) => give(admin, id, 'Rush')))
    expect(await list(admin, '?q=rush')).toMatchObject([{ candidates: 2 }])
    for (const id of ids) expect(await changesOf(tenant, id)).toEqual([[2, 'tags']])
  })

  test('are for those who see the candidate, and changed by those who may', async () => {
    const id = await add(admin)
    await give(admin, id, 'Seen')
    const viewer = await tenant.member('viewer')
    expect(await namesOf(viewer, id)).toEqual(['Seen'])
    const manager = await tenant.member('hiring_manager')
    expect((await manager.get(`/v1/candidates/${id}/tags`)).status).toBe(404)
    expect(await list(manager, '?q=seen')).toMatchObject([{ name: 'Seen', candidates: 0 }])
    const job = { title: 'Welder', description: 'Welds.', hiring_manager_id: manager.userId }
    const { body } = await admin.post('/v1/jobs', job)
    await admin.post('/v1/applications', { job_id: body.id, candidate_id: id })
    expect(await namesOf(manager, id)).toEqual(['Seen'])
    expect(await list(manager, '?q=seen')).toMatchObject([{ candidates: 1 }])
    for (const by of [viewer, manager]) {
      expect((await by.put(tagUrl(id, 'x'))).status).toBe(403)
      expect((await by.delete(tagUrl(id, 'Seen'))).status).toBe(403)
      expect((await by.post('/v1/tags', { name: 'x' })).status).toBe(403)
    }
  })
})

describe('the list of candidates', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  const [both, one, none] = [await add(admin), await add(admin), await add(admin)]
  for (const name of ['Night shift', 'C++']) await give(admin, both, name)
  const [night] = await give(admin, one, 'Night shift')
  const found = async (query: string) =>
    (await admin.get(`/v1/candidates?sort=created_at&${query}`)).body.data.map(({ id }: Item) => id)

  test('finds by tag, whatever its case, also one that was renamed to another', async () => {
    expect(await found('filter[tag]=night%20%20SHIFT')).toEqual([both, one])
    expect(await found('filter[tag]=c%2B%2B')).toEqual([both])
    expect(await found('filter[tag][in]=C%2B%2B,night%20shift')).toEqual([both, one])
    expect(await found('filter[tag]=night')).toEqual([])
    expect((await admin.get('/v1/candidates?filter[tag]=')).status).toBe(400)
    const days = await make(admin, 'Days')
    await admin.patch(`/v1/tags/${night?.id}`, { name: 'days' })
    const check = async () => {
      expect(await found('filter[tag]=Days')).toEqual([both, one])
      expect(await found('filter[tag]=night%20shift')).toEqual([])
    }
    await check()
    await tenant.drain()
    await check()
    await admin.delete(`/v1/tags/${days.id}`)
    expect(await found('filter[tag]=days')).toEqual([])
  })

  test('shows the tags when asked', async () => {
    await give(admin, one, 'Seen')
    const { body } = await admin.get('/v1/candidates?sort=-created_at&limit=2&expand=tags')
    expect(body.data.map(({ id }: Item) => id)).toEqual([none, one])
    expect(body.data[0].tags).toEqual([])
    expect(body.data[1].tags).toContainEqual({ id: expect.any(String), name: 'Seen' })
    expect((await admin.get(`/v1/candidates/${one}?expand=tags`)).body).toEqual(body.data[1])
    expect((await admin.get(`/v1/candidates/${one}`)).body).not.toHaveProperty('tags')
  })
})

describe('the list of tags', async () => {
  const tenant = await api.tenant()
  const { admin } = tenant
  for (const name of ['zebra', 'Ärger', 'apple', 'Apple pie', 'applet', 'Bee']) await make(admin, name)
  const names = async (query: string) => (await list(admin, query)).map(({ name }) => name)

  test('is in alphabetical order, and in pages', async () => {
    const all = ['apple', 'Apple pie', 'applet', 'Bee', 'zebra', 'Ärger']
    expect(await names('')).toEqual(all)
    expect(await names('?sort=-name')).toEqual(all.toReversed())
    const seen: string[] = []
    let next = ''
    do {
      const { body } = await admin.get(`/v1/tags?limit=2${next && `&cursor=${next}`}`)
      seen.push(...body.data.map(({ name }: Item) => name))
      next = body.next_cursor ?? ''
    } while (next)
    expect(seen).toEqual(all)
  })

  test.each([
    ['APPLE', ['apple', 'Apple pie', 'applet']],
    ['apple%20', ['apple', 'Apple pie', 'applet']],
    ['apple%20p', ['Apple pie']],
    ['%C3%A4', ['Ärger']],
    ['%25', []],
    ['_', []],
    ['pple', []],
  ])('finds by the beginning: %s', async (q, found) => {
    expect(await names(`?q=${q}`)).toEqual(found)
  })

  test('counts the candidates who are there and seen', async () => {
    const [one, two] = [await add(admin), await add(admin)]
    for (const id of [one, two]) await give(admin, id, 'Bee')
    await admin.delete(`/v1/candidates/${two}`)
    expect(await list(admin, '?q=bee')).toMatchObject([{ candidates: 1 }])
    await api.sql("update tenants set candidate_visibility = 'owner' where id = $1", [tenant.id])
    const recruiter = await tenant.member('recruiter')
    expect(await list(recruiter, '?q=bee')).toMatchObject([{ candidates: 0 }])
    expect((await recruiter.put(tagUrl(one, 'Bee'))).status).toBe(404)
    await give(recruiter, await add(recruiter), 'Bee')
    expect(await list(recruiter, '?q=bee')).toMatchObject([{ candidates: 1 }])
    expect(await list(admin, '?q=bee')).toMatchObject([{ candidates: 2 }])
  })

  test('takes no second tag of a name', async () => {
    const existing = await make(admin, 'Twin')
    const { status, body } = await admin.post('/v1/tags', { name: ' TWIN ' })
    expect([status, body.code, body.existing_id]).toEqual([409, 'tag.duplicate', existing.id])
    expect((await admin.post('/v1/tags', { name: '' })).status).toBe(422)
  })
})

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
    expect(await changesOf(tenant, id)).toEqual([
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
    expect(await changesOf(tenant, id)).toHaveLength(2)
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
    expect((await changesOf(tenant, both)).length).toBe(3)
    expect((await changesOf(tenant, first)).length).toBe(2)
    expect((await changesOf(tenant, second)).length).toBe(1)
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
    expect((await changesOf(tenant, id)).length).toBe(2)
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
    expect(await changesOf(tenant, id)).toHaveLength(2)
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
    expect(await changesOf(tenant, id)).toHaveLength(3)
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
