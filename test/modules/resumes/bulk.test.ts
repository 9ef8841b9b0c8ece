import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { tasks } from '#src/modules/registry.ts'
import { zipOf as claimingZip } from '#src/modules/resumes/parser/fixtures/zip.ts'
import { runTask } from '#src/platform/tasks/runner.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { type Entry, encrypted, renamed, zipOf } from './archives.ts'
import { count, docxOf, newEmail, openJob, resumeText, send } from './support.ts'

const api = await testApi()

interface Item {
  label: string
  status: string
  result: { resume_id: string; parse_id: string; candidate_id: string; state: string } | null
  error: { code: string } | null
}

const one = (name = 'cv.txt', email = newEmail()): Entry => ({
  name,
  bytes: Buffer.from(resumeText({ email })),
})
const filesOf = (entries: Entry[]) => entries.map(({ name: filename, bytes }) => ({ filename, bytes }))

const upload = (by: Client, entries: Entry[], fields = {}, headers = {}) =>
  by.upload('/v1/resumes/bulk', { files: { files: filesOf(entries) }, fields }, headers)

async function accepted(by: Client, entries: Entry[], fields = {}): Promise<string> {
  const { status, body, headers, text } = await upload(by, entries, fields)
  expect(status, text).toBe(202)
  expect(headers.location).toBe(`/v1/operations/${body.operation.id}`)
  return body.operation.id
}

const operationOf = async (by: Client, id: string) => (await by.get(`/v1/operations/${id}`)).body
const itemsOf = async (by: Client, id: string): Promise<Item[]> =>
  (await by.get(`/v1/operations/${id}/items?limit=100`)).body.data
const endings = (items: Item[]) =>
  items.map(({ label, status, error }) => [label, error ? error.code : status])

describe('many files at once', () => {
  test('become candidates and applications, each with its result', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const entries = [one('a.txt'), one('b.txt'), { name: 'c.docx', bytes: await docxOf(resumeText()) }]
    const id = await accepted(tenant.admin, entries, { job_id })
    expect(await operationOf(tenant.admin, id)).toMatchObject({
      kind: 'resume.bulk',
      status: 'pending',
      done: 0,
      total: 3,
    })
    await tenant.drain()
    expect(await operationOf(tenant.admin, id)).toMatchObject({
      status: 'succeeded',
      done: 3,
      result: { succeeded: 3, failed: 0 },
    })
    const items = await itemsOf(tenant.admin, id)
    expect(items.map(({ label }) => label)).toEqual(['a.txt', 'b.txt', 'c.docx'])
    for (const { status, result } of items) {
      expect([status, result?.state]).toEqual(['succeeded', 'parsed'])
      const parse = (await tenant.admin.get(`/v1/resume-parses/${result?.parse_id}`)).body
      expect(parse).toMatchObject({
        operation_id: id,
        resume_id: result?.resume_id,
        candidate_id: result?.candidate_id,
        application_id: expect.any(String),
      })
    }
    const parses = await tenant.admin.get(`/v1/resume-parses?filter[operation_id]=${id}`)
    expect(parses.body.data).toHaveLength(3)
  })

  test('of which three are bad make 97 candidates', async () => {
    const tenant = await api.tenant()
    const bad = [
      { name: 'empty.txt', bytes: Buffer.alloc(0) },
      { name: 'picture.png', bytes: Buffer.from('\x89PNG\r\n\x1a\n') },
      { name: 'large.txt', bytes: Buffer.alloc(10 * 1024 * 1024 + 1, 'x') },
    ]
    const good = Array.from({ length: 97 }, (_, i) => one(`${i}.txt`))
    const id = await accepted(tenant.admin, good.toSpliced(40, 0, ...bad))
    await tenant.drain()
    expect(await operationOf(tenant.admin, id)).toMatchObject({
      status: 'succeeded',
      done: 100,
      result: { succeeded: 97, failed: 3 },
    })
    expect(endings((await itemsOf(tenant.admin, id)).filter(({ status }) => status === 'failed'))).toEqual([
      ['empty.txt', 'file.empty'],
      ['picture.png', 'file.unsupported_type'],
      ['large.txt', 'file.too_large'],
    ])
    expect(await count(api, tenant, 'candidates')).toBe(97)
  })

  test('with the same content read it once', async () => {
    const tenant = await api.tenant()
    const same = one('first.txt')
    const id = await accepted(tenant.admin, [same, one(), { ...same, name: 'again.txt' }])
    await tenant.drain()
    expect(endings(await itemsOf(tenant.admin, id))).toEqual([
      ['first.txt', 'succeeded'],
      ['cv.txt', 'succeeded'],
      ['again.txt', 'file.duplicate'],
    ])
    expect(await count(api, tenant, 'resumes')).toBe(2)
  })

  test('of one person make one candidate', async () => {
    const tenant = await api.tenant()
    const email = newEmail()
    const second = { name: 'b.txt', bytes: Buffer.from(`${resumeText({ email })}\nReferences on request\n`) }
    const id = await accepted(tenant.admin, [one('a.txt', email), second])
    await tenant.drain()
    const items = await itemsOf(tenant.admin, id)
    expect(new Set(items.map(({ result }) => result?.candidate_id)).size).toBe(1)
    expect(await count(api, tenant, 'candidates')).toBe(1)
  })

  test('that nobody can read end the operation all the same', async () => {
    const tenant = await api.tenant()
    const archive = { name: 'all.zip', bytes: await zipOf([]) }
    const id = await accepted(tenant.admin, [archive])
    expect(await operationOf(tenant.admin, id)).toMatchObject({ status: 'succeeded', done: 1, total: 1 })
    expect(endings(await itemsOf(tenant.admin, id))).toEqual([['all.zip', 'file.empty']])
  })
})

describe('an archive', () => {
  test('is unpacked, without folders and what systems add', async () => {
    const tenant = await api.tenant()
    const archive = await zipOf([
      { name: 'people/', bytes: Buffer.alloc(0) },
      one('people/Zoë Çelik.txt'),
      { name: '__MACOSX/people/._a.txt', bytes: Buffer.from('x') },
      { name: 'people/.DS_Store', bytes: Buffer.from('x') },
      { name: 'b.docx', bytes: await docxOf(resumeText()) },
    ])
    const id = await accepted(tenant.admin, [one('c.txt'), { name: 'all.zip', bytes: archive }])
    await tenant.drain()
    const items = await itemsOf(tenant.admin, id)
    expect(endings(items)).toEqual([
      ['c.txt', 'succeeded'],
      ['all.zip/people/Zoë Çelik.txt', 'succeeded'],
      ['all.zip/b.docx', 'succeeded'],
    ])
    const { body } = await tenant.admin.get(`/v1/resumes/${items[1]?.result?.resume_id}`)
    expect(body.filename).toBe('Zoë Çelik.txt')
  })

  test('gives each bad file its reason, and the good ones theirs', async () => {
    const tenant = await api.tenant()
    const inner = await zipOf([one()])
    const plain = await zipOf([
      one('good.txt'),
      one('aa/evil.txt'),
      one('secret.txt'),
      { name: 'bomb.txt', bytes: Buffer.alloc(2 * 1024 * 1024) },
      { name: 'large.bin', bytes: crypto.getRandomValues(new Uint8Array(65_536)) },
      { name: 'nested.zip', bytes: inner },
      { name: 'damaged.txt', bytes: Buffer.from('x'.repeat(50)) },
    ])
    const archive = encrypted(renamed(plain, 'aa/evil.txt', '../evil.txt'), 'secret.txt')
    // The directory keeps its word of 50 bytes; the data of the file does not.
    const at = archive.indexOf('damaged.txt') + 'damaged.txt'.length
    archive.fill(0xff, at, at + 3)
    const id = await accepted(tenant.admin, [{ name: 'all.zip', bytes: archive }])
    await tenant.drain()
    expect(endings(await itemsOf(tenant.admin, id))).toEqual([
      ['all.zip/good.txt', 'succeeded'],
      ['all.zip/../evil.txt', 'file.unsafe_name'],
      ['all.zip/secret.txt', 'file.encrypted'],
      ['all.zip/bomb.txt', 'file.bomb'],
      ['all.zip/large.bin', 'file.unsupported_type'],
      ['all.zip/nested.zip', 'file.unsupported_type'],
      ['all.zip/damaged.txt', 'file.corrupt'],
    ])
  })

  test('that is damaged is one failed item', async () => {
    const tenant = await api.tenant()
    const archive = await zipOf([one('a.txt'), one('b.txt')])
    const half = { name: 'half.zip', bytes: archive.subarray(0, archive.length / 2) }
    const id = await accepted(tenant.admin, [half, one()])
    await tenant.drain()
    expect(endings(await itemsOf(tenant.admin, id))).toEqual([
      ['half.zip', 'file.corrupt'],
      ['cv.txt', 'succeeded'],
    ])
  })
})

describe('what is too much', () => {
  test('more than 1,000 files are refused, in parts and in an archive', async () => {
    const tenant = await api.tenant()
    const many = Array.from({ length: 1001 }, (_, i) => ({ name: `${i}.txt`, bytes: Buffer.from(`${i}`) }))
    const parts = await upload(tenant.admin, many)
    expect([parts.status, parts.body.code]).toEqual([413, 'request.body_too_large'])
    const zipped = await upload(tenant.admin, [{ name: 'all.zip', bytes: await zipOf(many) }])
    expect([zipped.status, zipped.body.code, zipped.body.max_files]).toEqual([
      413,
      'resume.too_many_files',
      1000,
    ])
    expect(await count(api, tenant, 'operations')).toBe(0)
  })

  test('an archive that unpacks to more than 500 MB in all is refused before it is unpacked', async () => {
    const tenant = await api.tenant()
    const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString('base64')
    const files = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}.txt`, noise]))
    const archive = claimingZip(files, 6_000_000)
    const { status, body } = await upload(tenant.admin, [{ name: 'all.zip', bytes: archive }])
    expect([status, body.code]).toEqual([413, 'request.body_too_large'])
  })
})

describe('a bulk upload', () => {
  test('needs files, multipart, and a job that is there', async () => {
    const tenant = await api.tenant()
    expect((await tenant.admin.post('/v1/resumes/bulk', {})).status).toBe(415)
    expect((await upload(tenant.admin, [])).status).toBe(400)
    const { status, body } = await upload(tenant.admin, [one()], { job_id: newId() })
    expect([status, body.code]).toEqual([422, 'resume.unknown_job'])
    expect((await upload(await tenant.member('viewer'), [one()])).status).toBe(403)
    expect((await upload(await tenant.key(['resumes:read']), [one()])).status).toBe(403)
    expect(await count(api, tenant, 'resumes')).toBe(0)
  })

  test('with an Idempotency-Key is taken once, also when sent twice at once', async () => {
    const tenant = await api.tenant()
    const entries = [one('a.txt'), one('b.txt')]
    const key = { 'idempotency-key': newId() }
    const answers = await Promise.all([1, 2, 3].map(() => upload(tenant.admin, entries, {}, key)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.status).toBe(202)
    expect(await count(api, tenant, 'resumes')).toBe(2)
    const other = await upload(tenant.admin, [one('a.txt')], {}, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.key_reused'])
  })

  test('leaves nothing on the disk of the server', async () => {
    const tenant = await api.tenant()
    await accepted(tenant.admin, [one(), { name: 'all.zip', bytes: await zipOf([one()]) }])
    // Its own folder goes after the answer.
    await expect.poll(() => readdir(join(api.context.config.dataDir, 'uploads'))).toEqual([])
  })

  test('tells of each file with its bulk_id', async () => {
    const tenant = await api.tenant()
    const id = await accepted(tenant.admin, [one('a.txt'), one('b.txt')])
    await tenant.drain()
    const told = await api.sql<{ type: string; n: number }>(
      `select type, count(*)::int as n from events where tenant_id = $1 and payload ->> 'bulk_id' = $2
       group by type order by type`,
      [tenant.id, id],
    )
    expect(told).toEqual([
      { type: 'resume.parsed', n: 2 },
      { type: 'resume.uploaded', n: 2 },
    ])
  })
})

describe('while many files wait', () => {
  const owed = ({ id }: TestTenant) =>
    api.sql<{ id: string }>(
      `select id from tasks where tenant_id = $1 and name = 'resumes.parse' order by id`,
      [id],
    )

  test('a few are on their way at a time, each followed by another', async () => {
    const tenant = await api.tenant()
    const id = await accepted(
      tenant.admin,
      Array.from({ length: 20 }, (_, i) => one(`${i}.txt`)),
    )
    const single = await send(tenant.admin)
    expect(await owed(tenant)).toHaveLength(9)
    for (let settled = 1; settled <= 15; settled++) {
      const [next] = await owed(tenant)
      await runTask(api.context, tasks, { tenantId: tenant.id, taskId: next?.id ?? '' })
      expect((await owed(tenant)).length).toBeLessThanOrEqual(9)
    }
    // Sent after the twenty, and read before most of them.
    const { body } = await tenant.admin.get(`/v1/resume-parses/${single.body.parse.id}`)
    expect(body.state).toBe('parsed')
    expect(await operationOf(tenant.admin, id)).toMatchObject({ status: 'running', done: 14 })
    await tenant.drain()
    expect(await operationOf(tenant.admin, id)).toMatchObject({ status: 'succeeded', done: 20 })
  })

  test('one that is deleted has its result, and the others go on', async () => {
    const tenant = await api.tenant()
    const id = await accepted(
      tenant.admin,
      Array.from({ length: 12 }, (_, i) => one(`${i}.txt`)),
    )
    const [waiting] = await api.sql<{ resume_id: string }>(
      'select resume_id from resume_parses where tenant_id = $1 order by id limit 1',
      [tenant.id],
    )
    expect((await tenant.admin.delete(`/v1/resumes/${waiting?.resume_id}`)).status).toBe(204)
    await tenant.drain()
    expect(await operationOf(tenant.admin, id)).toMatchObject({
      status: 'succeeded',
      result: { succeeded: 11, failed: 1 },
    })
    expect(endings(await itemsOf(tenant.admin, id))[0]).toEqual(['0.txt', 'resume.deleted'])
  })
})
