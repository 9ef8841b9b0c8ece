import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { testApi } from '#test/support/api.ts'
import { count, eventsAbout, openJob, resumeText, send } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

const addCandidate = async (by = admin) =>
  (await by.post('/v1/candidates', { first_name: 'Maya', last_name: 'Thornton' })).body.id as string

const stored = async (resumeId: string) =>
  Buffer.from(await api.context.storage.read(objectKey(tenant.id, 'resumes', resumeId), 20_000_000))

describe('POST /v1/resumes', () => {
  test('needs a token', async () => {
    expect((await send(api.anonymous)).status).toBe(401)
  })

  test('takes multipart bodies only', async () => {
    expect((await admin.post('/v1/resumes', { file: 'x' })).status).toBe(415)
  })

  test('needs the file, and refuses parts it does not know', async () => {
    const none = await admin.upload('/v1/resumes', { files: {} })
    expect([none.status, none.body.errors[0].pointer]).toEqual([400, '/file'])
    const unknown = await send(admin, { fields: { tenant_id: newId() } })
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([400, '/tenant_id'])
  })

  test('a file of more than 10 MB is too large', async () => {
    const { status, body } = await send(admin, { bytes: Buffer.alloc(10 * 1024 * 1024 + 1) })
    expect([status, body.code]).toEqual([413, 'request.body_too_large'])
  })

  test.each(['candidate_id', 'job_id'])('refuses a %s that names nothing', async (field) => {
    const before = await count(api, tenant, 'resumes')
    const foreign = field === 'job_id' ? await openJob(other) : await addCandidate(other.admin)
    for (const id of ['nonsense', newId(), foreign]) {
      const { status, body } = await send(admin, { fields: { [field]: id } })
      expect([status, body.errors[0].pointer]).toEqual([422, `/${field}`])
    }
    expect(await count(api, tenant, 'resumes')).toBe(before)
  })

  test.each(['viewer', 'interviewer', 'hiring_manager', 'client'] as const)('a %s may not', async (role) => {
    const { status, body } = await send(await tenant.member(role))
    expect([status, body.code]).toEqual([403, 'auth.forbidden_action'])
  })

  test('a key needs the scope', async () => {
    expect((await send(await tenant.key(['resumes:read']))).status).toBe(403)
    expect((await send(await tenant.key(['resumes:write']))).status).toBe(202)
  })

  test('cannot be tried dry: the file would stay', async () => {
    const { status, body } = await send(admin, {}, { prefer: 'dry-run' })
    expect([status, body.code]).toEqual([422, 'request.dry_run_unsupported'])
  })

  test('accepts the file and says where to look', async () => {
    const text = resumeText()
    const { status, body, headers } = await send(admin, { text, filename: '../../Zoë "CV".txt' })
    expect(status).toBe(202)
    const { resume, parse, operation } = body
    expect(headers.location).toBe(`/v1/operations/${operation.id}`)
    expect(resume).toMatchObject({
      candidate_id: null,
      job_id: null,
      content_type: null,
      size_bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
      is_primary: false,
      uploaded_by: tenant.user.id,
      latest_parse: { id: parse.id, state: 'queued', reason_codes: [] },
      version: 1,
    })
    expect(resume.filename).not.toContain('/')
    expect(parse).toMatchObject({
      resume_id: resume.id,
      operation_id: operation.id,
      candidate_id: null,
      application_id: null,
      state: 'queued',
      reason_codes: [],
      parsed_data: null,
      provenance: null,
      started_at: null,
      finished_at: null,
    })
    expect(operation).toMatchObject({ kind: 'resume.parse', status: 'pending' })
    expect((await stored(resume.id)).toString()).toBe(text)
    expect(await eventsAbout(api, tenant, resume.id)).toEqual([
      {
        type: 'resume.uploaded',
        payload: { parse_id: parse.id, candidate_id: null, job_id: null, bulk_id: null },
      },
    ])
  })

  test.each([true, false])('takes the parts in any order (file first: %s)', async (filesFirst) => {
    const fields = { candidate_id: await addCandidate(), job_id: await openJob(tenant) }
    const { status, body } = await send(admin, { fields, filesFirst })
    expect(status).toBe(202)
    expect(body.resume).toMatchObject(fields)
    expect(body.parse.candidate_id).toBe(fields.candidate_id)
  })

  test('takes a file without a byte: its parse will say so', async () => {
    const { status, body } = await send(admin, { bytes: Buffer.alloc(0) })
    expect([status, body.resume.size_bytes]).toEqual([202, 0])
  })

  test('takes the same file again as a new version', async () => {
    const text = resumeText()
    const fields = { candidate_id: await addCandidate() }
    const [first, second] = [await send(admin, { text, fields }), await send(admin, { text, fields })]
    expect(first.body.resume.sha256).toBe(second.body.resume.sha256)
    expect(first.body.resume.id).not.toBe(second.body.resume.id)
  })
})

describe('an Idempotency-Key', () => {
  test('of 50 uploads at once has its effect once, whatever the boundary', async () => {
    const by = await api.tenant()
    const bytes = Buffer.from(resumeText())
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        by.admin.upload(
          '/v1/resumes',
          { files: { file: { filename: 'resume.txt', bytes } }, boundary: `boundary-${i}` },
          { 'idempotency-key': 'fifty' },
        ),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(49)
    for (const table of ['resumes', 'resume_parses', 'operations', 'tasks'])
      expect(await count(api, by, table)).toBe(1)
    const objects = []
    for await (const object of api.context.storage.list(by.id)) objects.push(object)
    expect(objects).toHaveLength(1)
  })

  test('is refused for another file', async () => {
    const key = { 'idempotency-key': newId() }
    expect((await send(admin, { text: 'one' }, key)).status).toBe(202)
    const { status, body } = await send(admin, { text: 'two' }, key)
    expect([status, body.code]).toEqual([422, 'idempotency.key_reused'])
  })
})

describe('POST /v1/candidates/:id/resumes', () => {
  test('needs a token, and the permission', async () => {
    const url = `/v1/candidates/${await addCandidate()}/resumes`
    expect((await send(api.anonymous, { url })).status).toBe(401)
    expect((await send(await tenant.member('viewer'), { url })).status).toBe(403)
  })

  test('refuses a job that is not there, and a candidate twice', async () => {
    const url = `/v1/candidates/${await addCandidate()}/resumes`
    const unknown = await send(admin, { url, fields: { job_id: newId() } })
    expect([unknown.status, unknown.body.code]).toEqual([422, 'resume.unknown_job'])
    expect((await send(admin, { url, fields: { candidate_id: newId() } })).status).toBe(400)
  })

  test('an unknown candidate is not found, whyever', async () => {
    for (const id of ['nonsense', newId(), await addCandidate(other.admin)]) {
      const { status, body } = await send(admin, { url: `/v1/candidates/${id}/resumes` })
      expect([status, body.code]).toEqual([404, 'candidate.not_found'])
    }
  })

  test('accepts the file for the candidate', async () => {
    const [id, job_id] = [await addCandidate(), await openJob(tenant)]
    const { status, body } = await send(admin, { url: `/v1/candidates/${id}/resumes`, fields: { job_id } })
    expect(status).toBe(202)
    expect(body.resume).toMatchObject({ candidate_id: id, job_id })
  })
})
