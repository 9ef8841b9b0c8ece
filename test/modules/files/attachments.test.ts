import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { pdfOf } from '../resumes/support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function newCandidate(client: Client = admin): Promise<string> {
  const { status, body } = await client.post('/v1/candidates', { first_name: 'Ada', last_name: 'Byron' })
  expect(status).toBe(201)
  return body.id
}

interface Sent {
  bytes?: Buffer
  filename?: string
  fields?: Record<string, string>
  client?: Client
}

const attach = (
  candidateId: string,
  { bytes = Buffer.from('Dear all,\n'), filename = 'letter.txt', fields = {}, client = admin }: Sent = {},
) =>
  client.upload(`/v1/candidates/${candidateId}/attachments`, { fields, files: { file: { filename, bytes } } })

describe('an attachment', () => {
  test('is kept with its checksum and the type of its bytes, and told of', async () => {
    const candidate_id = await newCandidate()
    const bytes = await pdfOf('A portfolio')
    const { status, headers, body } = await attach(candidate_id, {
      bytes,
      filename: 'Mappe – Müller.pdf',
      fields: { type: 'portfolio', description: 'Work of 2025' },
    })
    expect(status).toBe(201)
    expect(headers.location).toBe(`/v1/attachments/${body.id}`)
    expect(body).toMatchObject({
      candidate_id,
      type: 'portfolio',
      filename: 'Mappe – Müller.pdf',
      description: 'Work of 2025',
      content_type: 'application/pdf',
      size_bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      uploaded_by: tenant.user.id,
      version: 1,
    })
    expect((await admin.get(`/v1/attachments/${body.id}`)).body).toEqual(body)
    expect((await admin.get(`/v1/candidates/${candidate_id}/attachments`)).body.data).toEqual([body])
    await tenant.drain()
    const events = await admin.get(`/v1/events?filter[resource_id]=${body.id}`)
    expect(events.body.data).toMatchObject([
      { type: 'attachment.added', data: { candidate_id, type: 'portfolio' } },
    ])
  })

  test.each([
    ['letter.txt', Buffer.from('Grüße\n'), 'text/plain'],
    ['photo.png', PNG, 'image/png'],
    ['no extension', PNG, 'image/png'],
  ])('%s is taken', async (filename, bytes, type) => {
    const { status, body } = await attach(await newCandidate(), { filename, bytes })
    expect([status, body.content_type]).toEqual([201, type])
  })

  test.each([
    ['a program', 'run.pdf', Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), 'attachment.type_refused'],
    ['bytes of no kind', 'x.bin', Buffer.from([0, 1, 2, 0xff]), 'attachment.type_refused'],
    ['text that is none', 'x.txt', Buffer.from([0x66, 0xfc, 0x72]), 'attachment.type_refused'],
    ['nothing', 'x.txt', Buffer.alloc(0), 'attachment.type_refused'],
    ['an archive', 'x.zip', Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1'), 'attachment.type_refused'],
    ['a picture called a document', 'cv.pdf', PNG, 'attachment.type_mismatch'],
    ['text called a page', 'x.html', Buffer.from('<script>alert(1)</script>'), 'attachment.type_mismatch'],
  ])('%s is refused', async (_what, filename, bytes, code) => {
    const candidate_id = await newCandidate()
    const { status, body } = await attach(candidate_id, { filename, bytes })
    expect([status, body.code, body.errors?.[0].pointer]).toEqual([422, code, '/file'])
    expect((await admin.get(`/v1/candidates/${candidate_id}/attachments`)).body.data).toEqual([])
  })

  test('changes its type and description', async () => {
    const { body: made } = await attach(await newCandidate())
    const changed = await admin.patch(`/v1/attachments/${made.id}`, { type: 'cover_letter' })
    expect(changed.body).toMatchObject({ type: 'cover_letter', description: null, version: 2 })
    expect((await admin.patch(`/v1/attachments/${made.id}`, { type: 'cover_letter' })).body.version).toBe(2)
    expect((await admin.patch(`/v1/attachments/${made.id}`, { type: 'spell' })).status).toBe(422)
  })

  test('is gone with its bytes when it is removed', async () => {
    const candidate_id = await newCandidate()
    const { body: made } = await attach(candidate_id)
    const key = objectKey(tenant.id, 'attachments', made.id)
    expect((await api.context.storage.read(key, 100)).length).toBe(10)
    expect((await admin.delete(`/v1/attachments/${made.id}`)).status).toBe(204)
    expect((await admin.get(`/v1/attachments/${made.id}`)).status).toBe(404)
    await tenant.drain()
    await expect(api.context.storage.read(key, 100)).rejects.toThrow('no such object')
  })

  test('is not seen while its candidate is deleted', async () => {
    const candidate_id = await newCandidate()
    const { body: made } = await attach(candidate_id)
    await admin.delete(`/v1/candidates/${candidate_id}`)
    expect((await admin.get(`/v1/attachments/${made.id}`)).status).toBe(404)
    await admin.post(`/v1/candidates/${candidate_id}/restore`)
    expect((await admin.get(`/v1/attachments/${made.id}`)).status).toBe(200)
  })

  test('is one of a hundred at most, however many come at once', async () => {
    const candidate_id = await newCandidate()
    const { body: first } = await attach(candidate_id)
    await api.sql(
      `insert into attachments select tenant_id, gen_random_uuid(), candidate_id, type, filename, description, content_type,
         size_bytes, sha256, uploaded_by, 1, created_at, updated_at from attachments, generate_series(1, 97) where id = $1`,
      [first.id],
    )
    const answers = await Promise.all(Array.from({ length: 4 }, () => attach(candidate_id)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409])
  })
})

describe('a link to an attachment', () => {
  test('gives the file, and is written down with who asked for it', async () => {
    const candidate_id = await newCandidate()
    const { body: made } = await attach(candidate_id, { bytes: PNG, filename: 'work.png' })
    const recruiter = await tenant.member('recruiter')
    const asked = await recruiter.get(`/v1/attachments/${made.id}/download?expires_in=60`)
    expect([asked.status, asked.headers['cache-control']]).toEqual([302, 'no-store'])
    const file = await api.anonymous.get(asked.headers.location ?? '')
    expect([file.status, file.headers['content-type']]).toEqual([200, 'image/png'])
    expect(file.headers['content-disposition']).toContain('work.png')
    const log = await admin.get(`/v1/candidates/${candidate_id}/file-accesses`)
    expect(log.body.data).toMatchObject([
      { kind: 'attachment', file_id: made.id, candidate_id, actor: { type: 'user', id: recruiter.userId } },
    ])
    const { expires_at, occurred_at, request_id } = log.body.data[0]
    expect(Date.parse(expires_at) - Date.parse(occurred_at)).toBe(60_000)
    expect(request_id).toBe(asked.headers['x-request-id'])
  })

  test('is for roles that see contact data; a refusal leaves no line', async () => {
    const candidate_id = await newCandidate()
    const { body: made } = await attach(candidate_id)
    const viewer = await tenant.member('viewer')
    expect((await viewer.get(`/v1/attachments/${made.id}`)).status).toBe(200)
    expect((await viewer.get(`/v1/attachments/${made.id}/download`)).status).toBe(403)
    expect((await attach(candidate_id, { client: viewer })).status).toBe(403)
    expect((await admin.get(`/v1/candidates/${candidate_id}/file-accesses`)).body.data).toEqual([])
    expect((await viewer.get(`/v1/candidates/${candidate_id}/file-accesses`)).status).toBe(403)
  })

  test('a hiring manager reaches the candidates of own jobs only', async () => {
    const manager = await tenant.member('hiring_manager')
    const [near, far] = [await newCandidate(), await newCandidate()]
    const job = await admin.post('/v1/jobs', {
      title: 'Engineer',
      description: 'Builds',
      hiring_manager_id: manager.userId,
    })
    await admin.post('/v1/applications', { job_id: job.body.id, candidate_id: near })
    const files = [(await attach(near)).body.id, (await attach(far)).body.id]
    const statuses = await Promise.all(
      files.map(async (id) => (await manager.get(`/v1/attachments/${id}/download`)).status),
    )
    expect(statuses).toEqual([302, 404])
  })
})
