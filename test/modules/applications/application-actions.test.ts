import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { hiring, refused } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const { act, apply, does, eventsOf, job, ok, read, stages, template } = hiring(api, tenant)

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
