import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { AppContext } from '#src/context.ts'
import type { RequestContext } from '#src/http/context.ts'
import { newId } from '#src/lib/ids.ts'
import { uploadResume } from '#src/modules/resumes/upload-resume.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import type { ObjectStorage } from '#src/platform/storage/storage.ts'
import { StorageUnavailable } from '#src/platform/storage/storage-error.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { count, eventsAbout, newEmail, openJob, resumeText, runTogether, send } from './support.ts'

const api = await testApi()

const withStorage = (change: Partial<ObjectStorage>): AppContext => ({
  ...api.context,
  storage: { ...api.context.storage, ...change },
})

const unavailable = withStorage({ read: () => Promise.reject(new StorageUnavailable('away')) })

async function once(tenant: TestTenant, resumeId: string): Promise<void> {
  expect(await count(api, tenant, 'candidates')).toBe(1)
  expect(await count(api, tenant, 'applications')).toBe(1)
  const events = await eventsAbout(api, tenant, resumeId)
  expect(events.map(({ type }) => type)).toEqual(['resume.uploaded', 'resume.parsed'])
}

describe('a process that dies', () => {
  test('after it stored the file leaves no row', async () => {
    const tenant = await api.tenant()
    const dying = new Error('the process died')
    const ctx = {
      ...api.context,
      app: api.context,
      tenantId: tenant.id,
      actorId: tenant.user.id,
      visibility: 'tenant',
      requestId: newId(),
      principal: { userId: tenant.user.id, role: 'admin' },
      effect: { rollback: false, begin: () => Promise.reject(dying), finish: () => {} },
    } as unknown as RequestContext
    const bytes = Buffer.from(resumeText())
    const file = {
      field: 'file',
      path: '',
      filename: 'resume.txt',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      open: () => Readable.from([bytes]),
    }
    await expect(uploadResume(ctx, { file })).rejects.toBe(dying)
    for (const table of ['resumes', 'resume_parses', 'operations', 'tasks', 'events'])
      expect(await count(api, tenant, table)).toBe(0)
  })

  test('while it reads is followed by another that begins anew', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const { body } = await send(tenant.admin, { fields: { job_id } })
    expect(await runTogether(api, tenant, unavailable)).toEqual(['postponed'])
    expect((await tenant.admin.get(`/v1/resume-parses/${body.parse.id}`)).body.state).toBe('processing')
    expect((await tenant.admin.get(`/v1/operations/${body.operation.id}`)).body.status).toBe('running')
    expect(await count(api, tenant, 'candidates')).toBe(0)
    api.clock.advance(60)
    await tenant.drain()
    await once(tenant, body.resume.id)
  })

  test('before the receipt of its work does not have it done twice', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const { body } = await send(tenant.admin, { fields: { job_id } })
    const [task] = await api.sql('select * from tasks where tenant_id = $1 and name = $2', [
      tenant.id,
      'resumes.parse',
    ])
    expect(await runTogether(api, tenant)).toEqual(['done'])
    const before = (await tenant.admin.get(`/v1/resume-parses/${body.parse.id}`)).body
    await api.sql(
      `insert into tasks (tenant_id, id, name, payload, run_at, request_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $5)`,
      [tenant.id, newId(), task?.name, task?.payload, api.clock.now(), newId()],
    )
    await tenant.drain()
    expect((await tenant.admin.get(`/v1/resume-parses/${body.parse.id}`)).body).toEqual(before)
    await once(tenant, body.resume.id)
  })

  test('or does not, while another works on the same parse, leaves one of them to settle it', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const { body } = await send(tenant.admin, { fields: { job_id } })
    await Promise.all([runTogether(api, tenant), runTogether(api, tenant)])
    await tenant.drain()
    await once(tenant, body.resume.id)
  })
})

describe('uploads of one person at once', () => {
  test('make one candidate, one primary resume and one application', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const email = newEmail()
    const sent = await Promise.all(
      ['Maya Thornton', 'Maya R. Thornton', 'M. Thornton', 'Maya Thornton'].map((name) =>
        send(tenant.admin, { text: resumeText({ email, name }), fields: { job_id } }),
      ),
    )
    await runTogether(api, tenant)
    await tenant.drain()
    expect(await count(api, tenant, 'candidates')).toBe(1)
    expect(await count(api, tenant, 'applications')).toBe(1)
    const parses = (await tenant.admin.get('/v1/resume-parses')).body.data
    expect(new Set(parses.map((parse: { candidate_id: string }) => parse.candidate_id)).size).toBe(1)
    expect(parses.map((parse: { state: string }) => parse.state)).toEqual(sent.map(() => 'parsed'))
    const told = parses.flatMap((parse: { reason_codes: string[] }) => parse.reason_codes)
    expect(told).toEqual([
      'application.already_applied',
      'application.already_applied',
      'application.already_applied',
    ])
    const { data } = (await tenant.admin.get(`/v1/candidates/${parses[0].candidate_id}/resumes`)).body
    expect(data.filter((resume: { is_primary: boolean }) => resume.is_primary)).toHaveLength(1)
  })

  test('of the same bytes make one candidate, too', async () => {
    const tenant = await api.tenant()
    const text = resumeText()
    await Promise.all([send(tenant.admin, { text }), send(tenant.admin, { text })])
    await runTogether(api, tenant)
    await tenant.drain()
    expect(await count(api, tenant, 'candidates')).toBe(1)
    expect(await count(api, tenant, 'resumes')).toBe(2)
  })
})

describe('a file that cannot be had', () => {
  test('because it is gone fails at once', async () => {
    const tenant = await api.tenant()
    const { body } = await send(tenant.admin)
    await api.context.storage.delete(objectKey(tenant.id, 'resumes', body.resume.id))
    await tenant.drain()
    const parse = (await tenant.admin.get(`/v1/resume-parses/${body.parse.id}`)).body
    expect([parse.state, parse.reason_codes]).toEqual(['failed', ['file.missing']])
  })

  test('because the store is away is looked at again for a day, and fails after three attempts more', async () => {
    const tenant = await api.tenant()
    const { body } = await send(tenant.admin)
    // It outlives a day, which a session does not without being renewed.
    const key = await tenant.key(['*'])
    const results = []
    for (let look = 1; look <= 5; look++) results.push(...(await runTogether(api, tenant, unavailable)))
    expect(results).toEqual(Array.from({ length: 5 }, () => 'postponed'))
    api.clock.advance(24 * 60 * 60 + 1)
    const last = []
    for (let attempt = 1; attempt <= 3; attempt++) last.push(...(await runTogether(api, tenant, unavailable)))
    expect(last).toEqual(['postponed', 'postponed', 'dead'])
    const parse = (await key.get(`/v1/resume-parses/${body.parse.id}`)).body
    expect([parse.state, parse.reason_codes]).toEqual(['failed', ['parse.unavailable']])
    const operation = (await key.get(`/v1/operations/${body.operation.id}`)).body
    expect([operation.status, operation.error.code]).toEqual(['failed', 'parse.unavailable'])
  })

  test('because reading it goes wrong in ways nobody foresaw fails, too', async () => {
    const tenant = await api.tenant()
    const { body } = await send(tenant.admin)
    const broken = withStorage({ read: () => Promise.reject(new Error('nobody foresaw this')) })
    for (let attempt = 1; attempt <= 3; attempt++) await runTogether(api, tenant, broken)
    const parse = (await tenant.admin.get(`/v1/resume-parses/${body.parse.id}`)).body
    expect([parse.state, parse.reason_codes]).toEqual(['failed', ['parse.crashed']])
  })
})

test('a store that is away at upload answers 503 and leaves nothing', async () => {
  const tenant = await api.tenant()
  const { storage } = api.context
  const put = storage.put
  storage.put = () => Promise.reject(new StorageUnavailable('away'))
  try {
    const { status, headers } = await send(tenant.admin)
    expect([status, headers['retry-after']]).toEqual([503, '2'])
  } finally {
    storage.put = put
  }
  expect(await count(api, tenant, 'resumes')).toBe(0)
})
