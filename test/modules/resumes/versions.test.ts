import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { count, eventsAbout, newEmail, openJob, parsed, resumeText, send } from './support.ts'

const api = await testApi()

const resumeOf = async ({ admin }: TestTenant, id: string) => (await admin.get(`/v1/resumes/${id}`)).body
const candidateOf = async ({ admin }: TestTenant, id: string) =>
  (await admin.get(`/v1/candidates/${id}`)).body
const typesAbout = async (tenant: TestTenant, id: string) =>
  (await eventsAbout(api, tenant, id)).map(({ type }) => type)
const profiled = async (tenant: TestTenant): Promise<string | undefined> =>
  (
    await api.sql<{ resume_id: string }>('select resume_id from candidate_profiles where tenant_id = $1', [
      tenant.id,
    ])
  )[0]?.resume_id

/** Several resumes of one person, oldest first; the last is the primary one. */
async function versions(tenant: TestTenant, howMany: number) {
  const email = newEmail()
  const parses = []
  for (let i = 0; i < howMany; i++) {
    parses.push(await parsed(tenant, { text: `${resumeText({ email })}\nVersion ${'i'.repeat(i + 1)}\n` }))
    api.clock.advance(1)
  }
  return parses
}

/** Has the file of a resume say something else, as a better parser would. */
async function rewrite({ id }: TestTenant, resumeId: string, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const meta = { contentType: 'text/plain', size: bytes.length, sha256 }
  await api.context.storage.put(objectKey(id, 'resumes', resumeId), bytes, meta)
}

async function parseAgain(tenant: TestTenant, resumeId: string) {
  const { status, body } = await tenant.admin.post(`/v1/resumes/${resumeId}/parse`)
  expect(status).toBe(202)
  await tenant.drain()
  return (await tenant.admin.get(`/v1/resume-parses/${body.parse.id}`)).body
}

describe('POST /v1/resumes/:id/set-primary', () => {
  test('has another resume stand for the candidate, also in matching', async () => {
    const tenant = await api.tenant()
    const [old, young] = await versions(tenant, 2)
    expect(await profiled(tenant)).toBe(young.resume_id)
    const { status, body, headers } = await tenant.admin.post(`/v1/resumes/${old.resume_id}/set-primary`)
    expect([status, body.is_primary, headers.etag]).toEqual([200, true, `"${body.version}"`])
    expect((await resumeOf(tenant, young.resume_id)).is_primary).toBe(false)
    await tenant.drain()
    expect(await profiled(tenant)).toBe(old.resume_id)
    for (const [parse, is_primary] of [
      [old, true],
      [young, false],
    ]) {
      const { version } = await resumeOf(tenant, parse.resume_id)
      expect((await eventsAbout(api, tenant, parse.resume_id)).at(-1)).toEqual({
        type: 'resume.updated',
        payload: { candidate_id: parse.candidate_id, is_primary, changed: ['is_primary'], version },
      })
    }
  })

  test('of the one that is primary changes nothing', async () => {
    const tenant = await api.tenant()
    const parse = await parsed(tenant)
    const before = await resumeOf(tenant, parse.resume_id)
    const { status, body } = await tenant.admin.post(`/v1/resumes/${parse.resume_id}/set-primary`)
    expect([status, body.version]).toEqual([200, before.version])
    expect(await typesAbout(tenant, parse.resume_id)).not.toContain('resume.updated')
  })

  test('needs one that was read', async () => {
    const tenant = await api.tenant()
    const bad = await parsed(tenant, { bytes: Buffer.alloc(0) })
    const { status, body } = await tenant.admin.post(`/v1/resumes/${bad.resume_id}/set-primary`)
    expect([status, body.code]).toEqual([409, 'resume.not_read'])
  })

  test('is refused to readers, and to whoever saw another version', async () => {
    const tenant = await api.tenant()
    const [old] = await versions(tenant, 2)
    const url = `/v1/resumes/${old.resume_id}/set-primary`
    expect((await (await tenant.member('viewer')).post(url)).status).toBe(403)
    expect((await (await tenant.member('hiring_manager')).post(url)).status).toBe(403)
    expect((await tenant.admin.post(url, {}, { 'if-match': '"99"' })).status).toBe(412)
  })

  test('by two people at once leaves one primary', async () => {
    const tenant = await api.tenant()
    const parses = await versions(tenant, 3)
    const urls = parses.map(({ resume_id }) => `/v1/resumes/${resume_id}/set-primary`)
    const answers = await Promise.all([...urls, ...urls].map((url) => tenant.admin.post(url)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const { data } = (await tenant.admin.get(`/v1/candidates/${parses[0].candidate_id}/resumes`)).body
    expect(data.filter((resume: { is_primary: boolean }) => resume.is_primary)).toHaveLength(1)
  })
})

describe('DELETE /v1/resumes/:id', () => {
  test('hides it and its parses, and has the newest other one that was read take its place', async () => {
    const tenant = await api.tenant()
    const [oldest, middle, young] = await versions(tenant, 3)
    const fields = { candidate_id: young.candidate_id }
    const unread = await parsed(tenant, { bytes: Buffer.alloc(0), fields })
    const url = `/v1/resumes/${young.resume_id}`
    expect((await tenant.admin.delete(url)).status).toBe(204)
    expect((await tenant.admin.get(url)).status).toBe(404)
    expect((await tenant.admin.get(`/v1/resume-parses/${young.id}`)).status).toBe(404)
    const { data } = (await tenant.admin.get(`/v1/candidates/${young.candidate_id}/resumes`)).body
    expect(data.map(({ id, is_primary }: { id: string; is_primary: boolean }) => [id, is_primary])).toEqual([
      [unread.resume_id, false],
      [middle.resume_id, true],
      [oldest.resume_id, false],
    ])
    expect((await eventsAbout(api, tenant, young.resume_id)).at(-1)).toMatchObject({
      type: 'resume.deleted',
      payload: { candidate_id: young.candidate_id, is_primary: true },
    })
    expect((await typesAbout(tenant, middle.resume_id)).at(-1)).toBe('resume.updated')
    await tenant.drain()
    expect(await profiled(tenant)).toBe(middle.resume_id)
  })

  test('of the only one leaves a candidate without a score, and the application', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const parse = await parsed(tenant, { fields: { job_id } })
    expect(await count(api, tenant, 'matches')).toBe(1)
    expect((await tenant.admin.delete(`/v1/resumes/${parse.resume_id}`)).status).toBe(204)
    await tenant.drain()
    expect([await profiled(tenant), await count(api, tenant, 'matches')]).toEqual([undefined, 0])
    expect((await tenant.admin.get(`/v1/applications/${parse.application_id}`)).status).toBe(200)
  })

  test('while it waits to be read ends that', async () => {
    const tenant = await api.tenant()
    const { body } = await send(tenant.admin)
    expect((await tenant.admin.delete(`/v1/resumes/${body.resume.id}`)).status).toBe(204)
    await tenant.drain()
    expect(await count(api, tenant, 'candidates')).toBe(0)
    expect(await typesAbout(tenant, body.resume.id)).toEqual([
      'resume.uploaded',
      'resume.parse_failed',
      'resume.deleted',
    ])
    const operation = (await tenant.admin.get(`/v1/operations/${body.operation.id}`)).body
    expect([operation.status, operation.error.code]).toEqual(['failed', 'resume.deleted'])
  })

  test('of another version than was seen is refused', async () => {
    const tenant = await api.tenant()
    const parse = await parsed(tenant)
    const url = `/v1/resumes/${parse.resume_id}`
    expect((await tenant.admin.delete(url, { 'if-match': '"99"' })).status).toBe(412)
    expect((await (await tenant.member('viewer')).delete(url)).status).toBe(403)
    expect((await tenant.admin.get(url)).status).toBe(200)
  })
})

describe('POST /v1/resumes/:id/parse', () => {
  test('reads anew, keeps what was read, and makes nothing twice', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const first = await parsed(tenant, { fields: { job_id } })
    api.clock.advance(1)
    const second = await parseAgain(tenant, first.resume_id)
    expect(second).toMatchObject({
      state: 'parsed',
      candidate_id: first.candidate_id,
      application_id: first.application_id,
      parsed_data: first.parsed_data,
    })
    const history = await tenant.admin.get(`/v1/resumes/${first.resume_id}/parses`)
    expect(history.body.data.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id])
    expect((await tenant.admin.get(`/v1/resume-parses/${first.id}`)).body).toEqual(first)
    expect([await count(api, tenant, 'candidates'), await count(api, tenant, 'applications')]).toEqual([1, 1])
    expect(await typesAbout(tenant, first.resume_id)).toEqual([
      'resume.uploaded',
      'resume.parsed',
      'resume.updated',
      'resume.parsed',
    ])
    expect(await resumeOf(tenant, first.resume_id)).toMatchObject({
      is_primary: true,
      latest_parse: { id: second.id },
    })
  })

  test('is refused while the resume is being read, also to the second of two at once', async () => {
    const tenant = await api.tenant()
    const { body } = await send(tenant.admin)
    const url = `/v1/resumes/${body.resume.id}/parse`
    const early = await tenant.admin.post(url)
    expect([early.status, early.body.code]).toEqual([409, 'resume_parse.in_progress'])
    await tenant.drain()
    const answers = await Promise.all([1, 2, 3].map(() => tenant.admin.post(url)))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    await tenant.drain()
    expect(await count(api, tenant, 'resume_parses')).toBe(2)
  })

  test('tried dry does nothing', async () => {
    const tenant = await api.tenant()
    const { resume_id } = await parsed(tenant)
    const { body } = await tenant.admin.post(`/v1/resumes/${resume_id}/parse`, {}, { prefer: 'dry-run' })
    expect([body.dry_run, body.status, body.events.length]).toEqual([true, 202, 1])
    expect(await count(api, tenant, 'resume_parses')).toBe(1)
  })

  test('of one that could not be read makes what the first reading did not', async () => {
    const tenant = await api.tenant()
    const job_id = await openJob(tenant)
    const bad = await parsed(tenant, { bytes: Buffer.alloc(0), fields: { job_id } })
    expect(bad.state).toBe('failed')
    await rewrite(tenant, bad.resume_id, resumeText())
    const good = await parseAgain(tenant, bad.resume_id)
    expect(good.state).toBe('parsed')
    expect(await count(api, tenant, 'applications')).toBe(1)
    expect(await resumeOf(tenant, bad.resume_id)).toMatchObject({ is_primary: true, job_id })
  })

  test('that fails leaves what was found before', async () => {
    const tenant = await api.tenant()
    const first = await parsed(tenant)
    await rewrite(tenant, first.resume_id, '')
    expect((await parseAgain(tenant, first.resume_id)).state).toBe('failed')
    expect(await resumeOf(tenant, first.resume_id)).toMatchObject({
      latest_parse: { state: 'failed' },
      parsed_data: first.parsed_data,
    })
    expect(await profiled(tenant)).toBe(first.resume_id)
  })

  test('brings what the resume says now, and keeps what a person corrected or emptied', async () => {
    const tenant = await api.tenant()
    const first = await parsed(tenant)
    const url = `/v1/candidates/${first.candidate_id}`
    await tenant.admin.patch(url, { last_name: 'Thornton-Reyes', location: null })
    await rewrite(
      tenant,
      first.resume_id,
      resumeText({ name: 'Mia Thornley' })
        .replace('Senior Software Engineer', 'Staff Engineer')
        .replace('Portland, OR', 'Boston, MA')
        .replace('+1 415 555 2671', ''),
    )
    await parseAgain(tenant, first.resume_id)
    expect(await candidateOf(tenant, first.candidate_id)).toMatchObject({
      first_name: 'Mia',
      last_name: 'Thornton-Reyes',
      headline: 'Staff Engineer',
      location: null,
      phone: '+14155552671',
    })
  })

  test('does not take an e-mail address from another candidate', async () => {
    const tenant = await api.tenant()
    const [one, other] = [await parsed(tenant), await parsed(tenant)]
    await rewrite(tenant, one.resume_id, resumeText({ email: other.parsed_data.personal.email }))
    await parseAgain(tenant, one.resume_id)
    const { email } = await candidateOf(tenant, one.candidate_id)
    expect(email).toBe(one.parsed_data.personal.email)
    expect(await count(api, tenant, 'candidates')).toBe(2)
  })

  test('leaves the primary resume that a person chose', async () => {
    const tenant = await api.tenant()
    const [old, young] = await versions(tenant, 2)
    await tenant.admin.post(`/v1/resumes/${old.resume_id}/set-primary`)
    await parseAgain(tenant, young.resume_id)
    expect((await resumeOf(tenant, old.resume_id)).is_primary).toBe(true)
    expect((await resumeOf(tenant, young.resume_id)).is_primary).toBe(false)
  })
})

test('the history of a resume is paged and filtered', async () => {
  const tenant = await api.tenant()
  const { resume_id } = await parsed(tenant)
  await rewrite(tenant, resume_id, '')
  api.clock.advance(1)
  const failed = await parseAgain(tenant, resume_id)
  const url = `/v1/resumes/${resume_id}/parses`
  const first = (await tenant.admin.get(`${url}?limit=1`)).body
  expect([first.data[0].id, first.has_more]).toEqual([failed.id, true])
  expect((await tenant.admin.get(`${url}?limit=1&cursor=${first.next_cursor}`)).body.has_more).toBe(false)
  expect((await tenant.admin.get(`${url}?filter[state]=failed`)).body.data).toHaveLength(1)
  expect((await tenant.admin.get(`${url}?filter[resume_id]=${resume_id}`)).status).toBe(400)
})

describe('GET /v1/resume-parses/:id/diff', () => {
  const diff = ({ admin }: TestTenant, id: string, against = '') =>
    admin.get(`/v1/resume-parses/${id}/diff${against && `?against=${against}`}`)

  test('says what a newer parse reads otherwise', async () => {
    const tenant = await api.tenant()
    const email = newEmail()
    const first = await parsed(tenant, { text: resumeText({ email }) })
    await rewrite(tenant, first.resume_id, `${resumeText({ email })}\nLanguages\nGerman (B2)\n`)
    const second = await parseAgain(tenant, first.resume_id)
    const { status, body } = await diff(tenant, second.id)
    expect([status, body.parse_id, body.against_id]).toEqual([200, second.id, first.id])
    expect(body.changes).toContainEqual({
      path: '/skills/languages/0',
      from: null,
      to: { language: 'German', level: 'B2', cefr: 'b2' },
      kind: 'added',
    })
    const back = await diff(tenant, first.id, second.id)
    expect(back.body.changes).toMatchObject([{ path: '/skills/languages/0', to: null, kind: 'removed' }])
    expect((await diff(tenant, first.id, first.id)).body.changes).toEqual([])
  })

  test('compares parses of one resume that found something', async () => {
    const tenant = await api.tenant()
    const [one, other] = await versions(tenant, 2)
    expect((await diff(tenant, one.id)).body.code).toBe('resume_parse.nothing_to_compare')
    expect((await diff(tenant, one.id, other.id)).body.code).toBe('resume_parse.not_found')
    expect((await diff(tenant, one.id, 'x')).status).toBe(400)
  })
})

describe('sections of the profile of a resume that is read anew', () => {
  const profileOf = async ({ admin }: TestTenant, id: string) =>
    (await admin.get(`/v1/candidates/${id}/profile`)).body
  const languages = (profile: { languages: Array<{ language: string; level: string | null }> }) =>
    profile.languages.map(({ language, level }) => [language, level])
  const speaking = (email: string, lines: string) => `${resumeText({ email })}\nLanguages\n${lines}\n`

  test('follow the better reading where nobody has edited them', async () => {
    const tenant = await api.tenant()
    const email = newEmail()
    const { resume_id, candidate_id } = await parsed(tenant, { text: speaking(email, 'German') })
    const { version } = await candidateOf(tenant, candidate_id)
    await rewrite(tenant, resume_id, speaking(email, 'German (B2)\nFrench (C1)'))
    await parseAgain(tenant, resume_id)
    expect(languages(await profileOf(tenant, candidate_id))).toEqual([
      ['German', 'b2'],
      ['French', 'c1'],
    ])
    expect((await candidateOf(tenant, candidate_id)).version).toBe(version + 1)
  })

  test('stay what a person has made of them', async () => {
    const tenant = await api.tenant()
    const email = newEmail()
    const { resume_id, candidate_id } = await parsed(tenant, { text: speaking(email, 'German') })
    await tenant.admin.put(`/v1/candidates/${candidate_id}/languages`, { languages: [{ language: 'Dutch' }] })
    await rewrite(tenant, resume_id, speaking(email, 'German (B2)'))
    await parseAgain(tenant, resume_id)
    expect(languages(await profileOf(tenant, candidate_id))).toEqual([['Dutch', null]])
  })
})
