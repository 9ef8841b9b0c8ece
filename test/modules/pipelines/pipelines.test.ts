import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import type { TestTenant } from '#test/support/api.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const STAGES = [
  { name: 'In', type: 'applied' },
  { name: 'Talk', type: 'interview' },
  { name: 'Done', type: 'hired' },
]

async function make(fields: object = {}, by = admin) {
  const { status, body } = await by.post('/v1/pipelines', { name: 'Sales', stages: STAGES, ...fields })
  expect(status).toBe(201)
  return body
}

async function eventsOf({ id, drain }: TestTenant, resource: string) {
  await drain()
  return api.sql<{ type: string; payload: Record<string, unknown> }>(
    'select type, payload from events where tenant_id = $1 and resource = $2 order by sequence',
    [id, resource],
  )
}

describe('templates', () => {
  test('a tenant begins with one, also when two look at once', async () => {
    const fresh = await api.tenant()
    const pages = await Promise.all([1, 2].map(() => fresh.admin.get('/v1/pipelines')))
    for (const { body } of pages) expect(body.data).toHaveLength(1)
    expect(pages[0]?.body).toEqual(pages[1]?.body)
    expect(pages[0]?.body.data[0]).toMatchObject({
      name: 'Default',
      is_default: true,
      strict: false,
      version: 1,
    })
    expect(pages[0]?.body.data[0].stages.map(({ type }: { type: string }) => type)).toEqual([
      ...['applied', 'screening', 'assessment', 'interview', 'offer', 'hired'],
    ])
  })

  test('are made, read, listed, changed and deleted, each with its event', async () => {
    const own = await api.tenant()
    const made = await make({ strict: true }, own.admin)
    expect(made).toMatchObject({ name: 'Sales', strict: true, is_default: false, stages: STAGES, version: 1 })
    const url = `/v1/pipelines/${made.id}`
    expect((await own.admin.get(url)).body).toEqual(made)
    const stages = [made.stages[0], { name: 'New', type: 'offer' }, made.stages[2]]
    const changed = await own.admin.patch(url, { name: 'Trade', stages }, { 'if-match': '"1"' })
    expect(changed.body).toMatchObject({ name: 'Trade', strict: true, version: 2 })
    expect(changed.body.stages[0].id).toBe(made.stages[0].id)
    expect(changed.body.stages).toHaveLength(3)
    expect((await own.admin.get(url)).body).toEqual(changed.body)
    expect((await own.admin.patch(url, { name: 'Trade' })).body).toEqual(changed.body)
    expect((await own.admin.patch(url, { name: 'X' }, { 'if-match': '"1"' })).status).toBe(412)
    expect((await own.admin.get('/v1/pipelines')).body.data).toHaveLength(2)
    expect((await own.admin.delete(url)).status).toBe(204)
    expect((await own.admin.get(url)).status).toBe(404)
    expect((await own.admin.get('/v1/pipelines')).body.data).toHaveLength(1)
    expect(
      (await own.admin.post('/v1/jobs', { title: 'A', description: 'B', pipeline_id: made.id })).status,
    ).toBe(422)
    expect((await eventsOf(own, 'pipeline')).map(({ type, payload }) => [type, payload.changed])).toEqual([
      ['pipeline.created', undefined],
      ['pipeline.updated', ['name', 'stages']],
      ['pipeline.deleted', undefined],
    ])
  })

  test('one of a tenant is the default, which stays until another is', async () => {
    const own = await api.tenant()
    const defaults = async () =>
      (await own.admin.get('/v1/pipelines?sort=created_at')).body.data
        .filter((one: { is_default: boolean }) => one.is_default)
        .map(({ id }: { id: string }) => id)
    const [first] = await defaults()
    const second = await make({ is_default: true }, own.admin)
    expect(await defaults()).toEqual([second.id])
    const third = await make({}, own.admin)
    expect((await own.admin.patch(`/v1/pipelines/${third.id}`, { is_default: true })).status).toBe(200)
    expect(await defaults()).toEqual([third.id])
    for (const refused of [
      await own.admin.delete(`/v1/pipelines/${third.id}`),
      await own.admin.patch(`/v1/pipelines/${third.id}`, { is_default: false }),
    ])
      expect([refused.status, refused.body.code]).toEqual([409, 'pipeline.default_required'])
    expect((await own.admin.delete(`/v1/pipelines/${first}`)).status).toBe(204)
    const { body: job } = await own.admin.post('/v1/jobs', { title: 'A', description: 'B' })
    const { body: copy } = await own.admin.get(`/v1/jobs/${job.id}/pipeline`)
    expect(copy.stages.map(({ name }: { name: string }) => name)).toEqual(['In', 'Talk', 'Done'])
  })

  test('of several made the default at once, one is', async () => {
    const own = await api.tenant()
    const made = [await make({}, own.admin), await make({}, own.admin), await make({}, own.admin)]
    const answers = await Promise.all(
      made.map(({ id }) => own.admin.patch(`/v1/pipelines/${id}`, { is_default: true })),
    )
    for (const { status } of answers) expect([200, 409]).toContain(status)
    expect(answers.some(({ status }) => status === 200)).toBe(true)
    const { body } = await own.admin.get('/v1/pipelines')
    expect(body.data.filter((one: { is_default: boolean }) => one.is_default)).toHaveLength(1)
  })

  test.each([
    [{ stages: STAGES.slice(0, 1) }, '/stages'],
    [{ stages: Array.from({ length: 21 }, () => STAGES[0]) }, '/stages'],
    [{ stages: STAGES.slice(1) }, '/stages/0/type'],
    [{ stages: STAGES.toReversed() }, '/stages/0/type'],
    [{ stages: [...STAGES, STAGES[2]] }, '/stages/2/type'],
    [{ stages: [STAGES[0], { name: '', type: 'offer' }] }, '/stages/1/name'],
    [{ stages: [STAGES[0], { name: 'X', type: 'party' }] }, '/stages/1/type'],
    [{ stages: [STAGES[0], { ...STAGES[1], id: newId() }] }, '/stages/1/id'],
    [{ name: '' }, '/name'],
    [{ strict: 'yes' }, '/strict'],
  ])('refuses %j', async (fields, pointer) => {
    const { status, body } = await admin.post('/v1/pipelines', { name: 'X', stages: STAGES, ...fields })
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('are made by admins and recruiters, and read by those who read jobs', async () => {
    const { id } = await make()
    for (const role of ['hiring_manager', 'viewer'] as const) {
      const member = await tenant.member(role)
      expect((await member.get(`/v1/pipelines/${id}`)).status).toBe(200)
      expect((await member.patch(`/v1/pipelines/${id}`, { name: 'Y' })).status).toBe(403)
    }
    expect((await (await tenant.member('interviewer')).get('/v1/pipelines')).status).toBe(403)
  })
})

describe('rejection reasons', () => {
  const add = (fields: object, by = admin) => by.post('/v1/rejection-reasons', fields)

  test('a tenant begins with some, also when two look at once, and need not keep them', async () => {
    const fresh = await api.tenant()
    const pages = await Promise.all([1, 2].map(() => fresh.admin.get('/v1/rejection-reasons?sort=name')))
    expect(pages[0]?.body).toEqual(pages[1]?.body)
    const reasons: { id: string; type: string }[] = pages[0]?.body.data
    expect(new Set(reasons.map(({ type }) => type)).size).toBe(3)
    for (const { id } of reasons)
      expect((await fresh.admin.delete(`/v1/rejection-reasons/${id}`)).status).toBe(204)
    expect((await fresh.admin.get('/v1/rejection-reasons')).body.data).toEqual([])
  })

  test('are added, read, changed and deleted, each with its event', async () => {
    const own = await api.tenant()
    const { body: made } = await add({ name: 'Moved away', type: 'candidate_withdrew' }, own.admin)
    const url = `/v1/rejection-reasons/${made.id}`
    expect((await own.admin.get(url)).body).toEqual(made)
    const { body } = await own.admin.patch(url, { type: 'other' }, { 'if-match': '"1"' })
    expect(body).toMatchObject({ name: 'Moved away', type: 'other', version: 2 })
    expect((await own.admin.patch(url, { type: 'other' })).body).toEqual(body)
    const found = await own.admin.get('/v1/rejection-reasons?filter[type]=other&sort=name')
    expect(found.body.data.map(({ name }: { name: string }) => name)).toEqual(['Moved away', 'Other'])
    expect((await own.admin.delete(url)).status).toBe(204)
    expect((await own.admin.get(url)).status).toBe(404)
    expect((await add({ name: 'moved AWAY', type: 'other' }, own.admin)).status).toBe(201)
    const types = (await eventsOf(own, 'rejection_reason')).map(({ type }) => type.split('.')[1])
    expect(types).toEqual(['created', 'updated', 'deleted', 'created'])
  })

  test('have names of their own, in any case of letters', async () => {
    const { body: one } = await add({ name: 'Late', type: 'other' })
    for (const answer of [
      await add({ name: 'LATE', type: 'other' }),
      await admin.patch(`/v1/rejection-reasons/${one.id}`, { name: 'other' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'rejection_reason.duplicate'])
  })

  test.each([
    [{ name: 'X' }, '/type'],
    [{ name: '', type: 'other' }, '/name'],
    [{ name: 'X', type: 'fate' }, '/type'],
  ])('refuses %j', async (fields, pointer) => {
    const { status, body } = await add(fields)
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('are kept by admins and recruiters', async () => {
    const manager = await tenant.member('hiring_manager')
    expect((await manager.get('/v1/rejection-reasons')).status).toBe(200)
    expect((await add({ name: 'Mine', type: 'other' }, manager)).status).toBe(403)
  })
})
