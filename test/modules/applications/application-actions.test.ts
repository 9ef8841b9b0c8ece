import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { hiring, refused } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const { act, apply, candidate, does, eventsOf, job, ok, read, stages, template } = hiring(api, tenant)

const STRICT = ['applied', 'screening', 'interview', 'offer', 'hired']

async function applyStrictly() {
  const { id } = await template(true, STRICT)
  const { id: jobId } = await job({ pipeline_id: id })
  return { application: await apply({ job_id: jobId }), stages: await stages(jobId) }
}

describe('stages', () => {
  test('advance one by one, up to that of the hired', async () => {
    const application = await apply()
    for (const type of ['screening', 'assessment', 'interview', 'offer']) {
      const { stage, version } = await does(application.id, 'advance')
      expect([stage.type, version]).toEqual([type, expect.any(Number)])
    }
    const body = refused(await act(application.id, 'advance'), [409, 'application.invalid_transition'])
    expect(body).toMatchObject({ current_state: 'active', attempted: 'advance' })
    expect(body.allowed).not.toContain('advance')
    expect(body.reasons.advance).toMatch(/only hire/)
    const events = await eventsOf(application.id)
    expect(events.map(({ type }) => type)).toEqual([
      'application.created',
      ...Array(4).fill('application.stage_changed'),
    ])
    expect(events[1]?.payload).toMatchObject({
      job_id: application.job_id,
      candidate_id: application.candidate_id,
      from_stage_id: application.stage.id,
      from_status: 'active',
      version: 2,
    })
  })

  test('are any but the present and that of the hired, where the pipeline is not strict', async () => {
    const application = await apply()
    const all = await stages(application.job_id)
    expect((await does(application.id, 'move', { stage_id: all[3].id })).stage).toEqual(all[3])
    expect((await does(application.id, 'move', { stage_id: all[1].id })).stage).toEqual(all[1])
    for (const place of [1, 5]) {
      const answer = await act(application.id, 'move', { stage_id: all[place].id })
      const body = refused(answer, [409, 'application.invalid_transition'])
      expect(body.allowed_stage_ids).toEqual([0, 2, 3, 4].map((i) => all[i].id))
    }
  })

  test('go one forward, and back with a reason, where it is strict', async () => {
    const { application, stages: all } = await applyStrictly()
    const move = (place: number, fields = {}) =>
      act(application.id, 'move', { stage_id: all[place].id, ...fields })
    refused(await move(2), [409, 'application.invalid_transition'])
    expect((await move(1)).body.stage).toEqual(all[1])
    expect((await move(2)).body.stage).toEqual(all[2])
    const body = refused(await move(0), [422, 'application.reason_required'])
    expect(body.errors[0].pointer).toBe('/reason')
    expect((await move(0, { reason: 'A new CV' })).body.stage).toEqual(all[0])
    const { body: told } = await admin.get(`/v1/applications/${application.id}/allowed-actions`)
    expect(told.stages).toEqual([{ ...all[1], needs_reason: false }])
  })

  test('of another job or of nobody are unknown', async () => {
    const application = await apply()
    const [foreign] = await stages((await job()).id)
    for (const stage_id of [foreign.id, newId()]) {
      const body = refused(await act(application.id, 'move', { stage_id }), [
        422,
        'application.unknown_stage',
      ])
      expect(body.errors[0].pointer).toBe('/stage_id')
      const seen = await act(application.id, 'advance', { from_stage_id: stage_id })
      expect(refused(seen, [422, 'application.unknown_stage']).errors[0].pointer).toBe('/from_stage_id')
    }
  })
})

describe('rejecting', () => {
  test('with a reason and a note, and back', async () => {
    const application = await apply()
    const reason = await ok(
      admin.post('/v1/rejection-reasons', { name: newId(), type: 'rejected_by_company' }),
    )
    const rejected = await does(application.id, 'reject', { reason_id: reason.id, note: 'Too junior.' })
    expect(rejected).toMatchObject({
      status: 'rejected',
      rejection_reason_id: reason.id,
      status_note: 'Too junior.',
      stage: application.stage,
      allowed_actions: ['unreject', 'delete'],
    })
    const listed = await ok(admin.get(`/v1/applications?filter[rejection_reason_id]=${reason.id}`))
    expect(listed.data.map(({ id }: { id: string }) => id)).toEqual([application.id])
    const again = refused(await act(application.id, 'reject'), [409, 'application.invalid_transition'])
    expect(again).toMatchObject({
      current_state: 'rejected',
      attempted: 'reject',
      allowed: ['unreject', 'delete'],
    })
    const back = await does(application.id, 'unreject')
    expect(back).toMatchObject({ status: 'active', rejection_reason_id: null, status_note: null })
    const events = await eventsOf(application.id)
    expect(events.map(({ type }) => type).slice(1)).toEqual([
      'application.rejected',
      'application.unrejected',
    ])
    expect(events[1]?.payload).toMatchObject({ rejection_reason_id: reason.id, reason: null })
    expect(JSON.stringify(events)).not.toContain('junior')
  })

  test('is not taken back once the candidate has applied anew', async () => {
    const first = await apply()
    await does(first.id, 'reject')
    const second = await apply(first)
    const body = refused(await act(first.id, 'unreject'), [409, 'application.duplicate'])
    expect(body.existing_id).toBe(second.id)
    expect((await read(first.id)).allowed_actions).toEqual(['delete'])
    await does(second.id, 'withdraw')
    expect((await does(first.id, 'unreject')).status).toBe('active')
  })

  test.each([
    ['reject', 'candidate_withdrew'],
    ['withdraw', 'rejected_by_company'],
  ])('%s takes no reason of type %s, nor one that is unknown or deleted', async (action, type) => {
    const application = await apply()
    const wrong = await ok(admin.post('/v1/rejection-reasons', { name: newId(), type }))
    const gone = await ok(admin.post('/v1/rejection-reasons', { name: newId(), type: 'other' }))
    await admin.delete(`/v1/rejection-reasons/${gone.id}`)
    for (const reason_id of [wrong.id, gone.id, newId()]) {
      const body = refused(await act(application.id, action, { reason_id }), [
        422,
        'application.unknown_reason',
      ])
      expect(body.errors[0].pointer).toBe('/reason_id')
    }
  })

  test('a withdrawal stands, and a new application may follow it', async () => {
    const first = await apply()
    const withdrawn = await does(first.id, 'withdraw', { reason: 'Moved away' })
    expect(withdrawn).toMatchObject({
      status: 'withdrawn',
      status_note: 'Moved away',
      allowed_actions: ['delete'],
    })
    expect((await apply(first)).id).not.toBe(first.id)
    expect((await eventsOf(first.id)).at(-1)?.type).toBe('application.withdrawn')
  })
})

describe('hiring', () => {
  test('leads into the stage of the hired, and back to where it was', async () => {
    const application = await apply()
    const { stage } = await does(application.id, 'advance')
    const hired = await does(application.id, 'hire', { hired_at: '2026-01-02T03:04:05Z' })
    expect(hired).toMatchObject({
      status: 'hired',
      stage: { type: 'hired' },
      hired_at: '2026-01-02T03:04:05.000Z',
      allowed_actions: ['unhire', 'delete'],
    })
    expect(await does(application.id, 'unhire')).toMatchObject({ status: 'active', stage, hired_at: null })
    const events = await eventsOf(application.id)
    expect(events.map(({ type }) => type).slice(2)).toEqual(['application.hired', 'application.unhired'])
    expect(events[2]?.payload).toMatchObject({
      hired_at: '2026-01-02T03:04:05.000Z',
      from_stage_id: stage.id,
    })
  })

  test('leaves it in its stage where the pipeline has none for the hired', async () => {
    const { id } = await template(false, ['applied', 'offer'])
    const application = await apply({ job_id: (await job({ pipeline_id: id })).id })
    expect(await does(application.id, 'hire')).toMatchObject({ status: 'hired', stage: application.stage })
  })

  test('is not in the future', async () => {
    const application = await apply()
    const later = new Date(api.clock.now().getTime() + 60_000).toISOString()
    const body = refused(await act(application.id, 'hire', { hired_at: later }), [
      422,
      'application.hired_in_future',
    ])
    expect(body.errors[0].pointer).toBe('/hired_at')
  })
})

describe('transferring', () => {
  test('takes the application to another job, with what it is and its history', async () => {
    const application = await apply()
    await does(application.id, 'advance')
    const { id: job_id } = await job()
    const [first, , third] = await stages(job_id)
    const moved = await does(application.id, 'transfer', { job_id })
    expect(moved).toMatchObject({ id: application.id, job_id, stage: first, status: 'active' })
    expect(moved).toMatchObject({ applied_at: application.applied_at, snapshot: application.snapshot })
    expect((await eventsOf(application.id)).at(-1)).toMatchObject({
      type: 'application.transferred',
      payload: { job_id, from_job_id: application.job_id },
    })
    expect((await apply(application)).job_id).toBe(application.job_id)
    const { id: other } = await job()
    const stage = (await stages(other))[2]
    expect((await does(application.id, 'transfer', { job_id: other, stage_id: stage.id })).stage).toEqual(
      stage,
    )
    refused(await act(application.id, 'transfer', { job_id, stage_id: newId() }), [
      422,
      'application.unknown_stage',
    ])
    expect(third.id).not.toBe(stage.id)
  })

  test('is refused where the candidate has a live application, the job is not open, unknown or the same', async () => {
    const application = await apply()
    const { candidate_id } = application
    const transfer = (job_id: string) => act(application.id, 'transfer', { job_id })
    const there = await apply({ candidate_id })
    expect(refused(await transfer(there.job_id), [409, 'application.duplicate']).existing_id).toBe(there.id)
    await does(there.id, 'reject')
    expect((await transfer(there.job_id)).status).toBe(200)
    const closed = await job()
    await admin.post(`/v1/jobs/${closed.id}/cancel`)
    expect(refused(await transfer(closed.id), [409, 'application.job_not_open']).job_status).toBe('cancelled')
    refused(await transfer(newId()), [422, 'application.unknown_job'])
    refused(await transfer(there.job_id), [422, 'application.same_job'])
    expect(refused(await act(there.id, 'unreject'), [409, 'application.duplicate']).existing_id).toBe(
      application.id,
    )
  })
})

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
