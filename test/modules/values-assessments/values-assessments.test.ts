import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const MARKS = { integrity: 5, honesty: 4, discipline: 3, hard_work: 4, gratitude: 2 }

async function addCandidate(): Promise<string> {
  const { body } = await admin.post('/v1/candidates', { first_name: 'Vera', last_name: 'Value' })
  return body.id
}

async function apply(candidateId: string, job: object = {}): Promise<string> {
  const { body } = await admin.post('/v1/jobs', { title: 'Clerk', description: 'Files', ...job })
  const made = await admin.post('/v1/applications', { job_id: body.id, candidate_id: candidateId })
  return made.body.id
}

const assess = (candidateId: string, fields: object = {}, by = admin) =>
  by.post('/v1/values-assessments', { candidate_id: candidateId, ...MARKS, ...fields })
const listOf = async (candidateId: string) =>
  (await admin.get(`/v1/candidates/${candidateId}/values-assessments`)).body

describe('an assessment of values', () => {
  test('has an average, and the candidate that of all of them', async () => {
    const candidateId = await addCandidate()
    expect(await listOf(candidateId)).toMatchObject({ data: [], candidate_average: null })
    const recruiter = await tenant.member('recruiter')
    const first = await assess(candidateId, { notes: 'Kept a promise.' })
    expect([first.status, first.body.average, first.body.assessor_id]).toEqual([201, 3.6, tenant.user.id])
    const second = await assess(candidateId, { gratitude: 5, hard_work: 5 }, recruiter)
    expect(second.body.average).toBe(4.4)
    expect(await listOf(candidateId)).toMatchObject({ candidate_average: 4 })
    await assess(candidateId, { application_id: await apply(candidateId) })
    const { data, candidate_average } = await listOf(candidateId)
    expect([data.length, candidate_average]).toEqual([3, 3.87])
    expect((await admin.get(`/v1/values-assessments/${first.body.id}`)).body).toEqual(first.body)
    const stored = await api.sql<{ average: number }>(
      'select average from values_assessments where tenant_id = $1 and candidate_id = $2 order by id',
      [tenant.id, candidateId],
    )
    expect(stored.map(({ average }) => average)).toEqual([360, 440, 360])
  })

  test('is one a person and application or candidate, and theirs to change', async () => {
    const candidateId = await addCandidate()
    const { body: made } = await assess(candidateId)
    const again = await assess(candidateId)
    expect([again.status, again.body.code]).toEqual([409, 'values_assessment.duplicate'])
    const application_id = await apply(candidateId)
    const both = await Promise.all([1, 2].map(() => assess(candidateId, { application_id })))
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    const url = `/v1/values-assessments/${made.id}`
    const { body } = await admin.patch(url, { honesty: 5, notes: 'Better' }, { 'if-match': '"1"' })
    expect(body).toMatchObject({ honesty: 5, average: 3.8, notes: 'Better', version: 2 })
    expect((await admin.patch(url, { honesty: 5 })).body).toEqual(body)
    expect((await admin.patch(url, { honesty: 1 }, { 'if-match': '"1"' })).status).toBe(412)
    const recruiter = await tenant.member('recruiter')
    expect((await recruiter.patch(url, { honesty: 1 })).status).toBe(403)
    const events = await api.sql(
      `select type, payload->'changed' as changed from events
       where tenant_id = $1 and resource = 'values_assessment' and resource_id = $2 order by id`,
      [tenant.id, made.id],
    )
    expect(events).toEqual([
      { type: 'values_assessment.submitted', changed: null },
      { type: 'values_assessment.updated', changed: ['honesty', 'notes'] },
    ])
  })

  test.each([
    [{ integrity: 0 }, '/integrity'],
    [{ honesty: 6 }, '/honesty'],
    [{ discipline: 2.5 }, '/discipline'],
    [{ hard_work: null }, '/hard_work'],
    [{ courage: 5 }, '/courage'],
  ])('%j is refused', async (fields, pointer) => {
    const { status, body } = await assess(await addCandidate(), fields)
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  test('of somebody else’s application is refused', async () => {
    const application_id = await apply(await addCandidate())
    const { status, body } = await assess(await addCandidate(), { application_id })
    expect([status, body.code]).toEqual([422, 'values_assessment.unknown_application'])
  })

  test('is for admins and recruiters, and for hiring managers of the candidate’s jobs', async () => {
    const manager = await tenant.member('hiring_manager')
    const [candidateId, other] = [await addCandidate(), await addCandidate()]
    await apply(candidateId, { hiring_manager_id: manager.userId })
    const { status, body } = await assess(candidateId, {}, manager)
    expect(status).toBe(201)
    expect((await manager.get(`/v1/values-assessments/${body.id}`)).status).toBe(200)
    expect((await assess(other, {}, manager)).status).toBe(404)
    const { body: hidden } = await assess(other)
    expect((await manager.get(`/v1/values-assessments/${hidden.id}`)).status).toBe(404)
    expect((await manager.patch(`/v1/values-assessments/${hidden.id}`, { honesty: 1 })).status).toBe(404)
    for (const role of ['viewer', 'interviewer', 'client'] as const) {
      const member = await tenant.member(role)
      expect((await member.get(`/v1/candidates/${candidateId}/values-assessments`)).status).toBe(403)
    }
  })

  test('is hidden with its candidate', async () => {
    const candidateId = await addCandidate()
    const { body } = await assess(candidateId)
    await admin.delete(`/v1/candidates/${candidateId}`)
    expect((await admin.get(`/v1/values-assessments/${body.id}`)).status).toBe(404)
    expect((await admin.get(`/v1/candidates/${candidateId}/values-assessments`)).status).toBe(404)
  })
})
