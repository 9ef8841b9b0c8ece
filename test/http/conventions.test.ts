import { expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { testApi } from '#test/support/api.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant
const JOB = { title: 'Engineer', description: 'Builds' }
const draft = async () => (await admin.post('/v1/jobs', JOB)).body

test('an id in capitals is the same id', async () => {
  const { id } = await draft()
  await admin.put(`/v1/jobs/${id}/skills`, { skills: [{ skill: 'Go', required: true, weight: 1 }] })
  const { body } = await admin.get(`/v1/jobs/${id.toUpperCase()}?expand=skills`)
  expect([body.id, body.skills.length]).toEqual([id, 1])
  const same = { recruiter_id: tenant.user.id }
  const first = await admin.patch(`/v1/jobs/${id}`, same)
  const second = await admin.patch(`/v1/jobs/${id}`, { recruiter_id: tenant.user.id.toUpperCase() })
  expect(second.body.version).toBe(first.body.version)
})

test('a dry run is refused where the real call is', async () => {
  const body = { ...JOB, recruiter_id: newId() }
  for (const prefer of ['dry-run', 'dry-run=1', 'respond-async, dry-run']) {
    const { status, body: problem } = await admin.post('/v1/jobs', body, { prefer })
    expect([status, problem.code]).toEqual([422, 'job.unknown_recruiter'])
  }
  const jobs = () => api.sql('select id from jobs where tenant_id = $1', [tenant.id])
  const before = await jobs()
  const { headers, body: tried } = await admin.post('/v1/jobs', JOB, { prefer: 'dry-run' })
  expect(headers['preference-applied']).toBe('dry-run')
  expect(tried).toMatchObject({ dry_run: true, status: 201, events: [{ type: 'job.created' }] })
  expect(await jobs()).toEqual(before)
})

test('an action takes no files', async () => {
  const { id } = await draft()
  const files = { file: { filename: 'x.txt', bytes: Buffer.from('x') } }
  expect((await admin.upload(`/v1/jobs/${id}/open`, { files })).status).toBe(415)
  expect((await admin.get(`/v1/jobs/${id}`)).body.status).toBe('draft')
})

test('a version of the API that is not there is refused', async () => {
  expect((await admin.get('/v1/jobs', { 'ats-version': '2026-11-21' })).status).toBe(200)
  expect((await admin.get('/v1/jobs', { 'ats-version': '1999-01-01' })).body.code).toBe(
    'request.invalid_header',
  )
})

test('a page says where the next one is', async () => {
  await draft()
  await draft()
  const { headers, body } = await admin.get('/v1/jobs?limit=1&sort=title')
  const next = /^<(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1] ?? ''
  expect(next).toContain(encodeURIComponent(body.next_cursor))
  expect((await admin.get(next)).body.data[0].id).not.toBe(body.data[0].id)
})

test('who has no good token is told how to bring one', async () => {
  for (const authorization of [
    'Bearer nonsense',
    'Basic abc',
    `Bearer ats_live_${'0'.repeat(32)}_aaaaaaaa_${'a'.repeat(43)}`,
  ]) {
    const { status, headers } = await api.anonymous.get('/v1/me', { authorization })
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="shortlist"'])
  }
})

test.each([
  ['{"title":', 400, 'request.malformed_json'],
  ['{"title":"x","__proto__":{"a":1}}', 400, 'request.malformed_json'],
  ['['.repeat(100) + ']'.repeat(100), 400, 'request.malformed_json'],
  ['null', 422, 'request.invalid_body'],
  ['"text"', 422, 'request.invalid_body'],
  ['', 422, 'request.invalid_body'],
])('the body %s is refused', async (payload, status, code) => {
  const answer = await admin.send({
    method: 'POST',
    url: '/v1/jobs',
    payload,
    headers: { 'content-type': 'application/json' },
  })
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('a refusal by a constraint is replayed under its key', async () => {
  const headers = { 'idempotency-key': newId() }
  const body = { ...JOB, recruiter_id: newId() }
  const first = await admin.post('/v1/jobs', body, headers)
  const second = await admin.post('/v1/jobs', body, headers)
  expect(first.status).toBe(422)
  expect(second.text).toBe(first.text)
  expect((await admin.post('/v1/jobs', JOB, headers)).body.code).toBe('idempotency.key_reused')
})
