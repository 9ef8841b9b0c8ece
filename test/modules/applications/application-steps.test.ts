import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { hiring, refused } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const { act, apply, candidate, does, eventsOf, job, ok, read, stages } = hiring(api, tenant)

describe('every step', () => {
  test('is refused on a stale version, and its repetition with the same key is the same answer', async () => {
    const application = await apply()
    const url = `/v1/applications/${application.id}/advance`
    const send = () => admin.post(url, {}, { 'if-match': '"1"', 'idempotency-key': application.id })
    const [one, two] = [await send(), await send()]
    expect([one.status, two.body]).toEqual([200, one.body])
    expect((await admin.post(url, {}, { 'if-match': '"1"' })).status).toBe(412)
    expect((await read(application.id)).version).toBe(2)
  })

  test('tried dry changes nothing', async () => {
    const application = await apply()
    const dry = admin.with({ prefer: 'dry-run' })
    const { status, body } = await act(application.id, 'reject', {}, dry)
    expect([status, body.status, body.result.status]).toEqual([200, 200, 'rejected'])
    expect(body.events.map(({ type }: { type: string }) => type)).toEqual(['application.rejected'])
    expect(await read(application.id)).toEqual(application)
  })

  test('is unknown for an application of a candidate who is deleted', async () => {
    const application = await apply()
    await does(application.id, 'reject')
    expect((await admin.delete(`/v1/candidates/${application.candidate_id}`)).status).toBe(204)
    for (const action of ['unreject', 'advance'])
      refused(await act(application.id, action), [404, 'application.not_found'])
  })
})

test('deleting hides an application, ends its history and makes room', async () => {
  const application = await apply()
  const manager = await tenant.member('hiring_manager')
  await admin.patch(`/v1/jobs/${application.job_id}`, { hiring_manager_id: manager.userId })
  const url = `/v1/applications/${application.id}`
  refused(await manager.delete(url), [403, 'auth.forbidden_action'])
  expect((await admin.delete(url)).status).toBe(204)
  expect((await admin.get(url)).status).toBe(404)
  expect((await admin.get(`${url}/stage-history`)).status).toBe(404)
  expect((await eventsOf(application.id)).at(-1)).toMatchObject({
    type: 'application.deleted',
    payload: { version: 2 },
  })
  const open = await api.sql(
    'select id from application_stage_history where tenant_id = $1 and application_id = $2 and left_at is null',
    [tenant.id, application.id],
  )
  expect(open).toEqual([])
  expect((await apply(application)).id).not.toBe(application.id)
})

describe('someone new applies', () => {
  const send = async (body: object, by = admin) => by.post('/v1/applications', body)

  test('and is a candidate from then on, once', async () => {
    const email = `${newId()}@mail.example`
    const [one, two] = [await job(), await job()]
    const person = { first_name: 'Grace', last_name: 'Hopper', email, source: 'fair' }
    const first = await ok(send({ job_id: one.id, candidate: person }))
    expect(first.snapshot).toMatchObject({ first_name: 'Grace', email })
    const second = await ok(send({ job_id: two.id, candidate: { ...person, first_name: 'G.' } }))
    expect(second.candidate_id).toBe(first.candidate_id)
    expect(second.snapshot.first_name).toBe('Grace')
    const again = refused(await send({ job_id: one.id, candidate: person }), [409, 'application.duplicate'])
    expect(again.existing_id).toBe(first.id)
    const events = await eventsOf(first.candidate_id)
    expect(events.map(({ type }) => type)).toEqual(['candidate.created'])
  })

  test('leaves nobody behind when the job takes none', async () => {
    const email = `${newId()}@mail.example`
    const body = { job_id: newId(), candidate: { first_name: 'No', last_name: 'Body', email } }
    refused(await send(body), [422, 'application.unknown_job'])
    expect((await ok(admin.get(`/v1/candidates?filter[email]=${email}`))).data).toEqual([])
  })

  test('only for those who may add candidates', async () => {
    const manager = await tenant.member('hiring_manager')
    const { id: job_id } = await job({ hiring_manager_id: manager.userId })
    const body = { job_id, candidate: { first_name: 'A', last_name: 'B' } }
    refused(await send(body, manager), [403, 'auth.forbidden_action'])
    refused(await send(body, await tenant.key(['applications:write'])), [403, 'auth.forbidden_action'])
  })
})

test('whom an application is credited to is a member', async () => {
  const application = await apply()
  const url = `/v1/applications/${application.id}`
  const { body } = await admin.patch(url, { credited_to: tenant.user.id })
  expect(body).toMatchObject({ credited_to: tenant.user.id, source: null, version: 2 })
  refused(await admin.patch(url, { credited_to: newId() }), [422, 'application.unknown_credited_to'])
  expect((await eventsOf(application.id)).at(-1)?.payload).toMatchObject({ changed: ['credited_to'] })
})

describe('at the same time', () => {
  test('of two moves from the stage that both saw one wins', async () => {
    const application = await apply()
    const all = await stages(application.job_id)
    const from_stage_id = application.stage.id
    const answers = await Promise.all(
      [1, 2, 3].map((i) => act(application.id, 'move', { stage_id: all[i].id, from_stage_id })),
    )
    const [winner, ...others] = answers.filter(({ status }) => status === 200)
    expect(others).toEqual([])
    for (const answer of answers.filter((one) => one !== winner))
      expect(refused(answer, [409, 'application.stage_moved']).current_stage).toEqual(winner?.body.stage)
    expect((await eventsOf(application.id)).length).toBe(2)
  })

  test('of a rejection and a hire one wins', async () => {
    const application = await apply()
    const answers = await Promise.all(
      ['reject', 'hire', 'withdraw'].map((action) => act(application.id, action)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const { status } = answers.find((answer) => answer.status === 200)?.body ?? {}
    expect((await read(application.id)).status).toBe(status)
  })

  test('of two that would be live again, or apply, one is, and the others name it', async () => {
    const { id: candidate_id } = await candidate()
    const { id: job_id } = await job()
    const made: { id: string }[] = []
    for (let i = 0; i < 3; i++) {
      const application = await apply({ job_id, candidate_id })
      await does(application.id, 'reject')
      made.push(application)
    }
    const elsewhere = await apply({ candidate_id })
    const answers = await Promise.all([
      ...made.map(({ id }) => act(id, 'unreject')),
      act(elsewhere.id, 'transfer', { job_id }),
      admin.post('/v1/applications', { job_id, candidate_id }),
    ])
    const winners = answers.filter(({ status }) => status < 300)
    expect(winners).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status >= 300))
      expect(refused(answer, [409, 'application.duplicate']).existing_id).toBe(winners[0]?.body.id)
  })
})
