import { describe, expect, test } from 'vitest'
import type { TestTenant } from '#test/support/api.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const add = (fields: object, by = admin) => by.post('/v1/skills', fields)
const names = async (query: string, by = admin) =>
  (await by.get(`/v1/skills?${query}`)).body.data.map(({ name }: { name: string }) => name)

const eventsOf = ({ id }: TestTenant) =>
  api.sql<{ type: string; payload: object }>(
    `select type, payload from events where tenant_id = $1 and resource = 'skill' order by id`,
    [id],
  )

describe('skills of a tenant', () => {
  test('are added, read, changed and deleted, each with its event', async () => {
    const own = await api.tenant()
    const { status, body: made } = await add(
      { name: 'Kiln Firing', aliases: ['Kilns', 'Brennen'], implies: ['teamwork'], category: 'ceramics' },
      own.admin,
    )
    expect(status).toBe(201)
    expect(made).toMatchObject({
      key: 'kiln-firing',
      aliases: ['Kilns', 'Brennen'],
      kind: 'technical',
      builtin: false,
      created_by: own.user.id,
      version: 1,
    })
    const url = `/v1/skills/${made.id}`
    expect((await own.admin.get(url)).body).toEqual(made)
    const { body } = await own.admin.patch(url, { name: 'Kilning' }, { 'if-match': '"1"' })
    expect(body).toMatchObject({ key: 'kiln-firing', name: 'Kilning', version: 2 })
    expect((await own.admin.patch(url, { aliases: made.aliases })).body).toEqual(body)
    expect((await own.admin.patch(url, { kind: 'soft' }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await own.admin.delete(url)).status).toBe(204)
    expect((await own.admin.get(url)).status).toBe(404)
    expect((await add({ name: 'kiln firing' }, own.admin)).status).toBe(201)
    expect(await eventsOf(own)).toMatchObject([
      { type: 'skill.created', payload: { kind: 'technical', version: 1 } },
      { type: 'skill.updated', payload: { kind: 'technical', version: 2, changed: ['name'] } },
      { type: 'skill.deleted' },
      { type: 'skill.created' },
    ])
  })

  test('are listed by name, filtered and in pages', async () => {
    const own = await api.tenant()
    for (const [name, kind, category] of [
      ['Glazing', 'technical', 'ceramics'],
      ['Dry Humour', 'soft', 'other'],
      ['Throwing Pots', 'technical', 'ceramics'],
    ])
      await add({ name, kind, category }, own.admin)
    expect(await names('', own.admin)).toEqual(['Dry Humour', 'Glazing', 'Throwing Pots'])
    expect(await names('filter[kind]=soft', own.admin)).toEqual(['Dry Humour'])
    expect(await names('filter[category]=ceramics&sort=-name', own.admin)).toEqual([
      'Throwing Pots',
      'Glazing',
    ])
    expect(await names('filter[key]=dry-humour', own.admin)).toEqual(['Dry Humour'])
    const first = (await own.admin.get('/v1/skills?limit=2')).body
    expect(await names(`limit=2&cursor=${first.next_cursor}`, own.admin)).toEqual(['Throwing Pots'])
  })

  test('share no name and no alias, in any case', async () => {
    const { body } = await add({ name: 'Raku', aliases: ['Raku Ware'] })
    for (const fields of [
      { name: 'RAKU' },
      { name: 'raku-ware' },
      { name: 'Other Ware', aliases: ['rakú'] },
    ]) {
      const answer = await add(fields)
      expect([answer.status, answer.body.code, answer.body.existing_id]).toEqual([
        409,
        'skill.duplicate',
        body.id,
      ])
    }
    const other = await add({
      name: 'Slip Casting',
      aliases: ['Slip Cast', 'Casting Slip', 'slip-cast'],
    })
    expect(other.body.aliases).toEqual(['Slip Cast', 'Casting Slip'])
    const { status } = await admin.patch(`/v1/skills/${other.body.id}`, { aliases: ['Raku'] })
    expect(status).toBe(409)
  })

  test('added at once under one name are one', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((i) => add({ name: `Sgraffito ${i}`, aliases: ['Scratching'] })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  })

  test('give a built-in one further aliases, and change nothing else of it', async () => {
    const { status, body } = await add({ name: 'reactjs', aliases: ['Our UI Kit'], category: 'mine' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ key: 'react', name: 'React', builtin: true, aliases: ['Our UI Kit'] })
    expect(body.category).not.toBe('mine')
    expect((await add({ name: 'React' })).body.code).toBe('skill.duplicate')
    for (const [fields, code, pointer] of [
      [{ name: 'Vue', implies: ['react'] }, 'skill.builtin', '/implies'],
      [{ name: 'Enamelling', aliases: ['x-enamel', 'ReactJS'] }, 'skill.duplicate', '/aliases/1'],
    ] as const) {
      const answer = await add(fields)
      expect([answer.body.code, answer.body.errors[0].pointer]).toEqual([code, pointer])
    }
    const renamed = await admin.patch(`/v1/skills/${body.id}`, { name: 'Vue' })
    expect([renamed.status, renamed.body.code]).toEqual([422, 'skill.builtin'])
    const { body: own } = await add({ name: 'Burnishing' })
    expect((await admin.patch(`/v1/skills/${own.id}`, { name: 'Vue' })).body.code).toBe('skill.builtin')
  })

  test('imply others that there are', async () => {
    const { body } = await add({ name: 'Wheel Trimming' })
    expect((await add({ name: 'Pottery Wheel', implies: [body.key, 'javascript'] })).status).toBe(201)
    for (const implies of [['no-such-skill'], ['tile-making']]) {
      const answer = await add({ name: 'Tile Making', implies })
      expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([
        422,
        'skill.unknown_implied',
        '/implies/0',
      ])
    }
  })

  test.each([
    [{}, '/name'],
    [{ name: '' }, '/name'],
    [{ name: 'x'.repeat(81) }, '/name'],
    [{ name: '!!!' }, '/name'],
    [{ name: 'X1', aliases: ['--'] }, '/aliases/0'],
    [{ name: 'X1', aliases: Array.from({ length: 21 }, (_, i) => `a${i}`) }, '/aliases'],
    [{ name: 'X1', implies: Array.from({ length: 11 }, () => 'react') }, '/implies'],
    [{ name: 'X1', kind: 'language' }, '/kind'],
  ])('refuses %j', async (fields, pointer) => {
    const { status, body } = await add(fields)
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('are at most 2,000', async () => {
    const own = await api.tenant()
    await add({ name: 'Template' }, own.admin)
    await api.sql(
      `insert into tenant_skills
       select (t).* from (select json_populate_record(s, json_build_object(
         'id', gen_random_uuid(), 'key', 'k' || n, 'forms', array['k' || n])) as t
       from tenant_skills s, generate_series(1, 1999) n where s.tenant_id = $1) made`,
      [own.id],
    )
    const { status, body } = await add({ name: 'One More' }, own.admin)
    expect([status, body.code, body.limit]).toEqual([409, 'skill.too_many', 2000])
    const [{ id }] = (await own.admin.get('/v1/skills?filter[key]=template')).body.data
    expect((await own.admin.patch(`/v1/skills/${id}`, { aliases: ['Pattern'] })).status).toBe(200)
  })

  test('are read by members and kept by admins', async () => {
    const { body } = await add({ name: 'Crazing' })
    for (const role of ['recruiter', 'hiring_manager', 'viewer'] as const) {
      const member = await tenant.member(role)
      expect((await member.get(`/v1/skills/${body.id}`)).body).toEqual(body)
      expect((await add({ name: 'Mine' }, member)).status).toBe(403)
      expect((await member.delete(`/v1/skills/${body.id}`)).status).toBe(403)
    }
  })
})
