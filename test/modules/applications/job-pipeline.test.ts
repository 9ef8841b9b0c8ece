import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'
import { hiring, refused } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const { act, apply, does, eventsOf, history, job, ok, read, stages, template } = hiring(api, tenant)

interface Stage {
  id: string
  name: string
  type: string
}

const put = (jobId: string, body: object, headers = {}) =>
  admin.put(`/v1/jobs/${jobId}/pipeline`, body, headers)

test('a job has a copy of its template that no later edit of either changes in the other', async () => {
  const made = await template(true, ['applied', 'interview', 'hired'])
  const { id: jobId, pipeline_id } = await job({ pipeline_id: made.id })
  const own = await ok(admin.get(`/v1/jobs/${jobId}/pipeline`))
  expect(own).toMatchObject({ id: pipeline_id, job_id: jobId, name: 'Made', strict: true, version: 1 })
  const bare = (all: Stage[]) => all.map(({ name, type }) => ({ name, type }))
  expect(bare(own.stages)).toEqual(bare(made.stages))
  expect(own.stages.map(({ id }: Stage) => id)).not.toEqual(made.stages.map(({ id }: Stage) => id))
  await ok(admin.patch(`/v1/pipelines/${made.id}`, { strict: false, stages: made.stages.slice(0, 2) }))
  expect(await ok(admin.get(`/v1/jobs/${jobId}/pipeline`))).toEqual(own)
  await ok(put(jobId, { stages: own.stages.slice(0, 2) }))
  expect((await stages((await job({ pipeline_id: made.id })).id)).length).toBe(2)
  expect((await admin.get(`/v1/pipelines/${pipeline_id}`)).status).toBe(404)
})

test('a job of an unknown pipeline, or of another job’s, is refused', async () => {
  const { pipeline_id } = await job()
  for (const id of [newId(), pipeline_id]) {
    const answer = await admin.post('/v1/jobs', { title: 'A', description: 'B', pipeline_id: id })
    expect(refused(answer, [422, 'job.unknown_pipeline']).errors[0].pointer).toBe('/pipeline_id')
  }
})

describe('PUT /v1/jobs/{id}/pipeline', () => {
  test('reorders, renames, adds and removes stages, and tells the job’s history and events', async () => {
    const { id: jobId } = await job()
    const [applied, screening, assessment, interview, offer, hired] = await stages(jobId)
    const wanted = [
      applied,
      interview,
      { name: 'Second interview', type: 'interview' },
      { ...screening, name: 'Call' },
      offer,
      hired,
    ]
    const { body, headers } = await put(jobId, { strict: true, stages: wanted }, { 'if-match': '"1"' })
    expect(body).toMatchObject({ strict: true, version: 2, stages: wanted })
    expect(headers.etag).toBe('"2"')
    expect(body.stages[2].id).not.toBe(assessment.id)
    expect(await ok(admin.get(`/v1/jobs/${jobId}/pipeline`))).toEqual(body)
    expect((await put(jobId, { stages: body.stages })).body.version).toBe(2)
    refused(await put(jobId, { stages: wanted }, { 'if-match': '"1"' }), [412, 'request.precondition_failed'])
    expect((await eventsOf(jobId)).at(-1)).toMatchObject({
      type: 'job.updated',
      payload: { changed: ['pipeline'] },
    })
    expect((await admin.get(`/v1/jobs/${jobId}/history`)).body.data[0].changes.pipeline.to.strict).toBe(true)
  })

  test('a stage with applications of any status goes only where they go', async () => {
    const { id: jobId } = await job()
    const all: Stage[] = await stages(jobId)
    const [applied, screening] = all
    const ids: string[] = []
    for (const action of [undefined, 'reject', 'withdraw']) {
      const { id } = await apply({ job_id: jobId })
      await does(id, 'advance')
      if (action) await does(id, action)
      ids.push(id)
    }
    const without = all.filter(({ id }) => id !== screening?.id)
    const body = refused(await put(jobId, { stages: without }), [409, 'pipeline.stage_in_use'])
    expect(body.stages).toEqual([{ id: screening?.id, applications: 3 }])
    expect(body.errors[0].pointer).toBe(`/remap/${screening?.id}`)
    api.clock.advance(60)
    await ok(put(jobId, { stages: without, remap: { [screening?.id ?? '']: applied?.id } }))
    for (const [i, status] of ['active', 'rejected', 'withdrawn'].entries()) {
      const application = await read(ids[i] ?? '')
      expect(application).toMatchObject({ status, stage: applied })
      const entries = await history(application.id)
      expect(entries.at(-1)).toMatchObject({
        action: 'remap',
        from_stage: screening,
        to_stage: applied,
        from_status: status,
        to_status: status,
      })
      expect(entries.at(-2).left_at).toBe(entries.at(-1).entered_at)
      const last = (await eventsOf(application.id)).at(-1)
      expect(last).toMatchObject({
        type: 'application.stage_changed',
        payload: { from_stage_id: screening?.id, stage_id: applied?.id, version: application.version },
      })
    }
  })

  test('applications show a renamed stage, with a version and an event of their own', async () => {
    const application = await apply()
    const all: Stage[] = await stages(application.job_id)
    const renamed = all.with(0, { id: all[0]?.id ?? '', name: 'Inbox', type: 'applied' })
    await ok(put(application.job_id, { stages: renamed.toSpliced(1, 1) }))
    expect(await read(application.id)).toMatchObject({ stage: renamed[0], version: 2 })
    const last = (await eventsOf(application.id)).at(-1)
    expect(last).toMatchObject({ type: 'application.updated', payload: { version: 2, changed: ['stage'] } })
    expect((await history(application.id)).length).toBe(1)
    await does(application.id, 'advance')
  })

  test('a change of type moves applications in the filter', async () => {
    const { id: job_id } = await job()
    const application = await apply({ job_id })
    await does(application.id, 'advance')
    const all: Stage[] = await stages(job_id)
    await ok(put(job_id, { stages: all.map((s, i) => (i === 1 ? { ...s, type: 'offer' } : s)) }))
    const { data } = await ok(admin.get(`/v1/applications?filter[job_id]=${job_id}&filter[stage_type]=offer`))
    expect(data.map(({ id }: { id: string }) => id)).toEqual([application.id])
  })

  test('a deleted application holds no stage', async () => {
    const application = await apply()
    const all: Stage[] = await stages(application.job_id)
    await does(application.id, 'advance')
    await admin.delete(`/v1/applications/${application.id}`)
    const fresh = [
      { name: 'In', type: 'applied' },
      { name: 'Out', type: 'offer' },
    ]
    expect((await put(application.job_id, { stages: fresh })).status).toBe(200)
    expect(all.length).toBe(6)
  })

  test.each([
    ['one stage', (all: Stage[]) => ({ stages: all.slice(0, 1) }), '/stages'],
    ['another first stage', (all: Stage[]) => ({ stages: all.slice(1) }), '/stages/0/type'],
    ['a stage of the hired amid', (all: Stage[]) => ({ stages: [all[0], all[5], all[1]] }), '/stages/1/type'],
    ['a stage twice', (all: Stage[]) => ({ stages: [all[0], all[1], all[1]] }), '/stages/2/id'],
    ['a remap to no stage', (all: Stage[]) => ({ stages: all, remap: { x: 'y' } }), '/remap/x'],
  ])('refuses %s', async (_what, body, pointer) => {
    const { id } = await job()
    const answer = await put(id, body(await stages(id)))
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('refuses stages that are not of this pipeline, and remaps to what does not stay or is of the hired', async () => {
    const { id: jobId } = await job()
    const all: Stage[] = await stages(jobId)
    const [foreign] = await stages((await job()).id)
    const [first, second, third, , , hired] = all.map(({ id }) => id)
    const kept = all.filter(({ id }) => id !== second)
    const codeOf = async (body: object) =>
      refused(await put(jobId, body), [422, 'pipeline.unknown_stage']).errors[0].pointer
    expect(await codeOf({ stages: [foreign, all[1]] })).toBe('/stages/0/id')
    expect(await codeOf({ stages: all.map((s) => (s.id === hired ? { ...s, type: 'offer' } : s)) })).toBe(
      '/stages/5/type',
    )
    for (const [from, to] of [
      [second, hired],
      [second, second],
      [second, newId()],
      [third, first],
      [newId(), first],
    ])
      expect(await codeOf({ stages: kept, remap: { [from ?? '']: to } })).toBe(`/remap/${from}`)
  })

  test('only admins and recruiters, on jobs they see', async () => {
    const manager = await tenant.member('hiring_manager')
    const [mine, theirs] = [await job({ hiring_manager_id: manager.userId }), await job()]
    expect((await manager.get(`/v1/jobs/${mine.id}/pipeline`)).status).toBe(200)
    expect((await manager.get(`/v1/jobs/${theirs.id}/pipeline`)).status).toBe(404)
    const body = { stages: await stages(mine.id) }
    expect((await manager.put(`/v1/jobs/${mine.id}/pipeline`, body)).status).toBe(403)
    const recruiter = await tenant.member('recruiter')
    expect(
      (await recruiter.put(`/v1/jobs/${theirs.id}/pipeline`, { stages: await stages(theirs.id) })).status,
    ).toBe(200)
  })

  test('while applications move and are made, none is left in a stage that is gone', async () => {
    const { id: jobId } = await job()
    const all: Stage[] = await stages(jobId)
    const ids: string[] = []
    for (let i = 0; i < 4; i++) ids.push((await apply({ job_id: jobId })).id)
    const [first, second] = all.map(({ id }) => id)
    const remap = { [second ?? '']: first }
    const answers = await Promise.all([
      ...ids.slice(0, 2).map((id) => act(id, 'move', { stage_id: second })),
      put(jobId, { stages: all.filter(({ id }) => id !== second), remap }),
      ...ids.slice(2).map((id) => act(id, 'advance')),
      apply({ job_id: jobId }).then(() => ({ status: 201 })),
    ])
    expect(answers.every(({ status }) => [200, 201, 422].includes(status))).toBe(true)
    const left = new Set((await stages(jobId)).map(({ id }: Stage) => id))
    const { data } = await ok(admin.get(`/v1/applications?filter[job_id]=${jobId}`))
    expect(data).toHaveLength(5)
    for (const { stage } of data) expect(left.has(stage.id)).toBe(true)
  })
})
