import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { add, changesOf, give, type Item, list, make, namesOf, tagUrl, versionOf } from './support.ts'

const api = await testApi()

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
    expect(await changesOf(api, tenant, id)).toEqual([
      [2, 'tags'],
      [3, 'tags'],
    ])
  })

  test('are one whatever their case, and giving one again changes nothing', async () => {
    const [one, two] = [await add(admin), await add(admin)]
    const [tag] = await give(admin, one, 'Java')
    expect(await give(admin, two, 'JAVA')).toEqual([tag])
    expect(await give(admin, two, 'ｊａｖａ')).toEqual([tag])
    expect(await changesOf(api, tenant, two)).toEqual([[2, 'tags']])
  })

  test('are taken away, also when they are gone', async () => {
    const id = await add(admin)
    await give(admin, id, 'Rust')
    expect((await admin.delete(tagUrl(id, 'rust'))).status).toBe(204)
    expect((await admin.delete(tagUrl(id, 'rust'))).status).toBe(204)
    expect((await admin.delete(tagUrl(id, 'never heard of'))).status).toBe(204)
    expect(await namesOf(admin, id)).toEqual([])
    expect(await changesOf(api, tenant, id)).toEqual([
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
    for (const id of ids) expect(await changesOf(api, tenant, id)).toEqual([[2, 'tags']])
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
