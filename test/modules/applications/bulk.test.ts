import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { bulkWork } from './bulk-support.ts'
import { hiring, refused } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const { apply, candidate, does, eventsOf, history, job, ok, read, stages, template } = hiring(api, tenant)
const { ask, done, items, operation, start } = bulkWork(api, tenant)

const idsOf = (applications: { id: string }[]) => applications.map(({ id }) => id)
const several = async (size: number, job_id: string) => {
  const made = []
  for (let i = 0; i < size; i++) made.push(await apply({ job_id }))
  return made
}
const failure = (code: string) =>
  expect.objectContaining({ status: 'failed', result: null, error: expect.objectContaining({ code }) })

describe('each application is treated as if by itself', () => {
  test('moved to a stage of its job', async () => {
    const { id: job_id } = await job()
    const [, screening] = await stages(job_id)
    const [a, b, c, d] = await several(4, job_id)
    const other = await apply()
    await does(b.id, 'reject')
    await does(c.id, 'move', { stage_id: screening.id })
    const id = await start({
      action: 'move',
      stage_id: screening.id,
      application_ids: [a.id, b.id, other.id, c.id, d.id],
    })
    expect(await operation(id)).toMatchObject({
      kind: 'application.bulk_move',
      status: 'pending',
      total: 5,
      done: 0,
    })
    await tenant.drain()
    expect(await operation(id)).toMatchObject({
      status: 'succeeded',
      done: 5,
      result: { succeeded: 2, failed: 3 },
    })
    const moved = (application: { id: string }) => ({
      application_id: application.id,
      status: 'active',
      stage_id: screening.id,
      version: 2,
    })
    expect(await items(id)).toEqual([
      expect.objectContaining({ label: a.id, status: 'succeeded', result: moved(a), error: null }),
      failure('application.invalid_transition'),
      failure('application.unknown_stage'),
      failure('application.invalid_transition'),
      expect.objectContaining({ label: d.id, status: 'succeeded', result: moved(d), error: null }),
    ])
    expect((await read(a.id)).stage).toEqual(screening)
    const [, event] = await eventsOf(a.id)
    expect(event).toMatchObject({ type: 'application.stage_changed', payload: { bulk_id: id, version: 2 } })
    expect((await history(a.id)).at(-1)).toMatchObject({
      action: 'move',
      actor: { type: 'user', id: tenant.user.id },
    })
    expect((await eventsOf(b.id)).map(({ payload }) => payload.bulk_id)).toEqual([null, null])
  })

  test('moved to the first stage of a type, in whatever job', async () => {
    const short = await template(false, ['applied', 'offer'])
    const [one, two] = [await apply(), await apply()]
    const three = await apply({ job_id: (await job({ pipeline_id: short.id })).id })
    const told = await done({
      action: 'move',
      stage_type: 'interview',
      application_ids: idsOf([one, two, three]),
    })
    expect(told.map(({ error }) => error?.code)).toEqual([undefined, undefined, 'application.unknown_stage'])
    for (const { id } of [one, two]) expect((await read(id)).stage.type).toBe('interview')
  })

  test('rejected with a reason, and withdrawn with another', async () => {
    const reason = async (type: string) =>
      (await ok(admin.post('/v1/rejection-reasons', { name: type, type }))).id
    const [company, person] = [await reason('rejected_by_company'), await reason('candidate_withdrew')]
    const all = await several(4, (await job()).id)
    const [first, second] = [all.slice(0, 2), all.slice(2)]
    await done({ action: 'reject', reason_id: company, note: 'Too late', application_ids: idsOf(first) })
    await done({ action: 'withdraw', reason_id: person, reason: 'Moved', application_ids: idsOf(second) })
    for (const { id } of first)
      expect(await read(id)).toMatchObject({
        status: 'rejected',
        status_note: 'Too late',
        rejection_reason_id: company,
      })
    for (const { id } of second)
      expect(await read(id)).toMatchObject({
        status: 'withdrawn',
        status_note: 'Moved',
        rejection_reason_id: person,
      })
    const [again] = await done({ action: 'reject', application_ids: [first[0].id] })
    expect(again).toEqual(failure('application.invalid_transition'))
  })

  test('tagged, which is its candidate', async () => {
    const { id: candidate_id } = await candidate()
    const [one, two] = [await apply({ candidate_id }), await apply({ candidate_id })]
    const id = await start({ action: 'tag', tag: 'On  call', application_ids: idsOf([one, two]) })
    await tenant.drain()
    expect((await items(id)).map(({ result }) => result)).toEqual(
      [one, two].map((application) => ({ application_id: application.id, candidate_id })),
    )
    const { body } = await admin.get(`/v1/candidates/${candidate_id}/tags`)
    expect(body.data).toMatchObject([{ name: 'On call' }])
    const told = (await eventsOf(candidate_id)).filter(({ type }) => type === 'candidate.updated')
    expect(told.map(({ payload }) => [payload.changed, payload.bulk_id])).toEqual([[['tags'], id]])
  })
})

test('an id of nobody, of another tenant, deleted or hidden is told in the same words', async () => {
  const foreign = hiring(api, await api.tenant())
  const [deleted, fine] = [await apply(), await apply()]
  await ok(admin.delete(`/v1/applications/${deleted.id}`))
  const theirs = (await foreign.apply()).id
  for (const step of [{ action: 'reject' }, { action: 'tag', tag: 'x' }]) {
    const told = await done({ ...step, application_ids: [theirs, newId(), deleted.id, fine.id] })
    expect(told[0]?.error).toEqual({
      code: 'application.not_found',
      detail: 'There is no such application',
    })
    expect(new Set(told.slice(0, 3).map(({ error }) => JSON.stringify(error))).size).toBe(1)
  }
  expect((await foreign.read(theirs)).version).toBe(1)
})

describe('refuses at once', async () => {
  const { id, job_id } = await apply()
  const [stage] = await stages(job_id)
  const too_many = Array.from({ length: 1001 }, newId)

  test.each([
    [
      'an application named twice',
      { action: 'reject', application_ids: [id, newId(), id] },
      '/application_ids/2',
    ],
    ['in another case', { action: 'reject', application_ids: [id, id.toUpperCase()] }, '/application_ids/1'],
    ['none', { action: 'reject', application_ids: [] }, '/application_ids'],
    ['more than a thousand', { action: 'reject', application_ids: too_many }, '/application_ids'],
    ['what it does not know', { action: 'hire', application_ids: [id] }, '/action'],
    ['nowhere to move to', { action: 'move', application_ids: [id] }, '/stage_id'],
    [
      'two places to move to',
      { action: 'move', stage_id: stage.id, stage_type: 'offer', application_ids: [id] },
      '/stage_id',
    ],
    ['to move into hired', { action: 'move', stage_type: 'hired', application_ids: [id] }, '/stage_type'],
    ['a stage of nobody', { action: 'move', stage_id: newId(), application_ids: [id] }, '/stage_id'],
    ['a reason of nobody', { action: 'reject', reason_id: newId(), application_ids: [id] }, '/reason_id'],
    ['a tag of the wrong action', { action: 'reject', tag: 'x', application_ids: [id] }, '/tag'],
    ['an empty tag', { action: 'tag', tag: ' ', application_ids: [id] }, '/tag'],
  ])('%s', async (_what, body, pointer) => {
    const answer = await ask(body)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('a dry run, which could show nothing', async () => {
    refused(await ask({ action: 'reject', application_ids: [id] }, admin.with({ prefer: 'dry-run' })), [
      422,
      'request.dry_run_unsupported',
    ])
    expect((await read(id)).status).toBe('active')
  })
})

test('a request repeated with its key is one operation', async () => {
  const { id } = await apply()
  const keyed = admin.with({ 'idempotency-key': newId() })
  const body = { action: 'reject', application_ids: [id] }
  expect(await start(body, keyed)).toBe(await start(body, keyed))
  await tenant.drain()
  expect((await read(id)).version).toBe(2)
})
