import { describe, expect, test } from 'vitest'
import { readTenantOnce } from '#src/db/tenant.ts'
import { newId } from '#src/lib/ids.ts'
import { findPrimaryParse, listPrimaryResumeCandidates } from '#src/modules/resumes/index.ts'
import { testApi } from '#test/support/api.ts'
import type { Client } from '#test/support/client.ts'
import { newEmail, openJob, parsed, resumeText, send } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const other = await api.tenant()
const { admin } = tenant

const parse = await parsed(tenant)
const foreign = await parsed(other)
const failed = await parsed(tenant, { bytes: Buffer.alloc(0) })

const resume = (id: string) => `/v1/resumes/${id}`
const CONTACT = { email: null, phone: null, linkedin: null, github: null, website: null }

describe.each([
  ['resume.not_found', (id: string) => resume(id), parse.resume_id, foreign.resume_id],
  ['resume.not_found', (id: string) => `${resume(id)}/download`, parse.resume_id, foreign.resume_id],
  ['resume_parse.not_found', (id: string) => `/v1/resume-parses/${id}`, parse.id, foreign.id],
  [
    'candidate.not_found',
    (id: string) => `/v1/candidates/${id}/resumes`,
    parse.candidate_id,
    foreign.candidate_id,
  ],
])('%s: GET %s', (code, url, own, theirs) => {
  test('needs a token, and the permission', async () => {
    expect((await api.anonymous.get(url(own))).status).toBe(401)
    for (const role of ['interviewer', 'client'] as const)
      expect((await (await tenant.member(role)).get(url(own))).status).toBe(403)
    expect((await (await tenant.key(['jobs:read'])).get(url(own))).status).toBe(403)
  })

  test('answers an unknown, a malformed and a foreign id alike', async () => {
    const bodies = []
    for (const id of [newId(), 'nonsense', theirs]) {
      const { status, body } = await admin.get(url(id))
      expect([status, body.code]).toEqual([404, code])
      bodies.push({ ...body, instance: '', request_id: '' })
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
  })
})

describe('contact data', () => {
  test('is for those who see it', async () => {
    const { personal } = parse.parsed_data
    expect(personal.email).toBeTruthy()
    for (const by of [admin, await tenant.member('recruiter'), await tenant.key(['resumes:read'])])
      expect((await by.get(resume(parse.resume_id))).body.parsed_data.personal).toEqual(personal)
  })

  test('is hidden from a viewer, wherever it stands', async () => {
    const viewer = await tenant.member('viewer')
    const seen = await viewer.get(`/v1/resume-parses/${parse.id}`)
    expect(seen.status).toBe(200)
    expect(seen.body.parsed_data.personal).toMatchObject({ ...CONTACT, full_name: 'Maya Thornton' })
    expect(Object.keys(seen.body.provenance)).not.toContain('/personal/email')
    const detail = await viewer.get(resume(parse.resume_id))
    expect(detail.body.parsed_data.personal).toMatchObject(CONTACT)
    for (const { text } of [seen, detail]) expect(text).not.toContain(parse.parsed_data.personal.email)
  })

  test('keeps a viewer from the file', async () => {
    const { status, body } = await (await tenant.member('viewer')).get(`${resume(parse.resume_id)}/download`)
    expect([status, body.code]).toEqual([403, 'auth.forbidden_action'])
  })
})

describe('GET /v1/resumes/:id', () => {
  test('has the file, what was found and how sure that is', async () => {
    const { status, body, headers } = await admin.get(resume(parse.resume_id))
    expect(status).toBe(200)
    expect(headers.etag).toBe(`"${body.version}"`)
    expect(body).toMatchObject({ filename: 'resume.txt', content_type: 'text/plain', is_primary: true })
    expect(body.parsed_data).toEqual(parse.parsed_data)
    expect(body.confidence.mean).toBeGreaterThan(0)
    expect(body.confidence.least.length).toBeLessThanOrEqual(10)
  })

  test('of a file that could not be read has neither', async () => {
    const { body } = await admin.get(resume(failed.resume_id))
    expect(body).toMatchObject({ parsed_data: null, confidence: null, latest_parse: { state: 'failed' } })
  })
})

describe('GET /v1/candidates/:id/resumes', () => {
  test('lists the versions, newest first, in pages', async () => {
    const email = newEmail()
    const versions = []
    for (let i = 0; i < 3; i++) versions.push(await parsed(tenant, { text: resumeText({ email }) }))
    const url = `/v1/candidates/${versions[0].candidate_id}/resumes`
    const first = (await admin.get(`${url}?limit=2`)).body
    const second = (await admin.get(`${url}?limit=2&cursor=${first.next_cursor}`)).body
    const rows = [...first.data, ...second.data]
    expect(rows.map(({ id }) => id)).toEqual(versions.map(({ resume_id }) => resume_id).reverse())
    expect(rows.map(({ latest_parse }) => latest_parse.id)).toEqual(versions.map(({ id }) => id).reverse())
    expect(rows.map(({ is_primary }) => is_primary)).toEqual([true, false, false])
    expect(second.has_more).toBe(false)
  })
})

describe('GET /v1/resume-parses', () => {
  test('needs a token, and refuses what it does not know', async () => {
    expect((await api.anonymous.get('/v1/resume-parses')).status).toBe(401)
    expect((await admin.get('/v1/resume-parses?filter[state]=lost')).status).toBe(400)
    expect((await admin.get('/v1/resume-parses?filter[resume]=1')).status).toBe(400)
  })

  test('filters by state and by resume', async () => {
    const by = await api.tenant()
    const good = await parsed(by)
    const bad = await parsed(by, { bytes: Buffer.alloc(0) })
    const ids = async (query: string) =>
      (await by.admin.get(`/v1/resume-parses?${query}`)).body.data.map(({ id }: { id: string }) => id)
    expect(await ids('')).toEqual([bad.id, good.id])
    expect(await ids('filter[state]=failed')).toEqual([bad.id])
    expect(await ids('filter[state][in]=parsed,needs_review')).toEqual([good.id])
    expect(await ids(`filter[resume_id]=${good.resume_id}`)).toEqual([good.id])
  })
})

describe('who sees an upload', () => {
  const sees = async (by: Client, one: { id: string; resume_id: string }) => {
    const listed =
      (await by.get(`/v1/resume-parses?filter[resume_id]=${one.resume_id}`)).body.data.length === 1
    const read = (await by.get(`/v1/resume-parses/${one.id}`)).status === 200
    const detail = (await by.get(resume(one.resume_id))).status === 200
    expect([read, detail]).toEqual([listed, listed])
    return listed
  }

  const sentBy = async (by: Client, bytes: Buffer) => {
    const { body } = await send(by, { bytes })
    await tenant.drain()
    return { id: body.parse.id as string, resume_id: body.resume.id as string }
  }

  test('of nobody: everyone who reads all resumes', async () => {
    expect(await sees(await tenant.member('recruiter'), failed)).toBe(true)
    expect(await sees(await tenant.member('hiring_manager'), failed)).toBe(false)
  })

  test('of a candidate: a hiring manager once they applied to a job of theirs', async () => {
    const manager = await tenant.member('hiring_manager')
    const job_id = await openJob(tenant, { hiring_manager_id: manager.userId })
    const applied = await parsed(tenant, { fields: { job_id } })
    expect([await sees(manager, applied), await sees(manager, parse)]).toEqual([true, false])
    expect((await manager.get(`/v1/candidates/${applied.candidate_id}/resumes`)).status).toBe(200)
    expect((await manager.get(`/v1/candidates/${parse.candidate_id}/resumes`)).status).toBe(404)
  })

  test('where recruiters see their own candidates only: its uploader, and the admin', async () => {
    const by = await api.tenant()
    await api.sql(`update tenants set candidate_visibility = 'owner' where id = $1`, [by.id])
    const [one, two] = [await by.member('recruiter'), await by.member('recruiter')]
    for (const bytes of [Buffer.from(resumeText()), Buffer.alloc(0)]) {
      const { body } = await send(one, { bytes })
      await by.drain()
      const sent = { id: body.parse.id, resume_id: body.resume.id }
      expect([await sees(one, sent), await sees(two, sent), await sees(by.admin, sent)]).toEqual([
        true,
        false,
        true,
      ])
    }
  })

  test('of a deleted candidate: nobody', async () => {
    const sent = await sentBy(admin, Buffer.from(resumeText()))
    const { body } = await admin.get(`/v1/resume-parses/${sent.id}`)
    expect(await sees(admin, sent)).toBe(true)
    expect((await admin.delete(`/v1/candidates/${body.candidate_id}`)).status).toBe(204)
    expect(await sees(admin, sent)).toBe(false)
  })
})

describe('what matching asks', () => {
  const scope = {
    ...api.context,
    tenantId: tenant.id,
    actorId: null,
    visibility: 'tenant' as const,
    requestId: newId(),
  }
  const START = '00000000-0000-0000-0000-000000000000'

  test('the primary resume of a candidate, as it was parsed', async () => {
    const found = await readTenantOnce(scope, (tx) => findPrimaryParse(tx, parse.candidate_id))
    expect(found).toMatchObject({
      resumeId: parse.resume_id,
      state: 'parsed',
      parsedData: parse.parsed_data,
      provenance: parse.provenance,
    })
    expect(found?.text).toContain('Maya Thornton')
    expect(found?.updatedAt.toISOString()).toBe(parse.updated_at)
    expect(await readTenantOnce(scope, (tx) => findPrimaryParse(tx, foreign.candidate_id))).toBeUndefined()
  })

  test('who has one, in pages', async () => {
    const page = (after: string, limit: number) =>
      readTenantOnce(scope, (tx) => listPrimaryResumeCandidates(tx, after, limit))
    const all = await page(START, 100)
    expect(all).toEqual(all.toSorted())
    expect(all).toContain(parse.candidate_id)
    expect(all).not.toContain(foreign.candidate_id)
    const [first = START] = await page(START, 1)
    expect([first, ...(await page(first, 100))]).toEqual(all)
  })
})
