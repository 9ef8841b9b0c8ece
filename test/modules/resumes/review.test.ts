import { describe, expect, test } from 'vitest'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { count, eventsAbout, newEmail, openJob, parsed, resumeText } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

/** Nobody can be reached by it, so a person looks at it. */
const unreachable = () =>
  resumeText({ email: null })
    .replace('+1 415 555 2671 | ', '')
    .replace(/linkedin\S+/, '')

async function needsReview(by: TestTenant = tenant, fields: Record<string, string> = {}) {
  const parse = await parsed(by, { text: unreachable(), fields })
  expect([parse.state, parse.reason_codes]).toEqual(['needs_review', ['parse.no_contact']])
  return parse
}

const accept = (id: string, edits?: object, by = admin) =>
  by.post(`/v1/resume-parses/${id}/accept`, edits ? { edits } : {})
const reject = (id: string, by = admin) => by.post(`/v1/resume-parses/${id}/reject`)
const candidateOf = async ({ candidate_id }: { candidate_id: string }) =>
  (await admin.get(`/v1/candidates/${candidate_id}`)).body

describe('accepting a parse', () => {
  test('as it is ends the review, and tells of it', async () => {
    const parse = await needsReview()
    const { status, body } = await accept(parse.id)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'parsed',
      parsed_data: parse.parsed_data,
      provenance: parse.provenance,
    })
    expect((await admin.get(`/v1/resume-parses/${parse.id}`)).body).toEqual(body)
    expect((await eventsAbout(api, tenant, parse.resume_id)).at(-1)).toMatchObject({
      type: 'resume.parsed',
      payload: { parse_id: parse.id, candidate_id: parse.candidate_id, state: 'parsed' },
    })
  })

  test('with corrections marks them as a person’s, and the candidate follows', async () => {
    const parse = await needsReview()
    const email = newEmail()
    const [entry] = parse.parsed_data.experience
    const edits = {
      personal: { email, last_name: 'Thornbury' },
      experience: [{ title: 'Advisor', company: 'Lakeside' }, entry],
    }
    const { status, body } = await accept(parse.id, edits)
    expect(status).toBe(200)
    expect(body.parsed_data.personal).toMatchObject({ email, first_name: 'Maya', last_name: 'Thornbury' })
    expect(body.parsed_data.experience[0]).toMatchObject({ title: 'Advisor', end_date: null, current: false })
    const byPerson = { confidence: 1, span: null, source: 'person' }
    expect(body.provenance['/personal/email']).toEqual(byPerson)
    expect(body.provenance['/experience/0/title']).toEqual(byPerson)
    expect(body.provenance['/personal/first_name']).toEqual(parse.provenance['/personal/first_name'])
    expect(body.provenance['/experience/1/title']).toEqual(parse.provenance['/experience/0/title'])
    expect(await candidateOf(parse)).toMatchObject({ first_name: 'Maya', last_name: 'Thornbury', email })
  })

  test('leaves what somebody changed on the candidate meanwhile', async () => {
    const parse = await needsReview()
    await admin.patch(`/v1/candidates/${parse.candidate_id}`, { last_name: 'Reyes' })
    await accept(parse.id, { personal: { first_name: 'Mia', last_name: 'Thornbury' } })
    expect(await candidateOf(parse)).toMatchObject({ first_name: 'Mia', last_name: 'Reyes' })
  })

  test('empties what a person finds wrong', async () => {
    const parse = await needsReview()
    expect((await candidateOf(parse)).location).not.toBeNull()
    const { body } = await accept(parse.id, { personal: { location: null } })
    expect(body.parsed_data.personal.location).toBeNull()
    expect((await candidateOf(parse)).location).toBeNull()
  })

  test('counts again in what is scored, and when the resume is read anew', async () => {
    const by = await api.tenant()
    await openJob(by)
    const parse = await needsReview(by)
    await accept(parse.id, { skills: { technical: ['Rust'] }, summary: 'Writes kernels.' }, by.admin)
    await by.drain()
    const [profile] = await api.sql<{ flags: string[]; profile: unknown }>(
      'select flags, profile from candidate_profiles where tenant_id = $1',
      [by.id],
    )
    expect(profile?.flags).toEqual([])
    expect(JSON.stringify(profile?.profile)).toContain('rust')
    const { body } = await by.admin.post(`/v1/resumes/${parse.resume_id}/parse`)
    await by.drain()
    const again = (await by.admin.get(`/v1/resume-parses/${body.parse.id}`)).body
    expect(again.parsed_data).toMatchObject({ summary: 'Writes kernels.', skills: { technical: ['Rust'] } })
    expect(again.provenance['/summary'].source).toBe('person')
  })

  test.each([
    ['an unknown member', { hobbies: [] }, '/edits'],
    ['a bad date', { experience: [{ start_date: 'last year' }] }, '/edits/experience/0/start_date'],
    ['a bad address', { personal: { email: 'nobody' } }, '/edits/personal/email'],
    ['a number as text', { years_of_experience: '9' }, '/edits/years_of_experience'],
    ['control characters', { summary: 'a\u0000b' }, '/edits/summary'],
    ['too many entries', { experience: Array(101).fill({}) }, '/edits/experience'],
  ])('refuses %s', async (_what, edits, pointer) => {
    const parse = await needsReview()
    const { status, body } = await accept(parse.id, edits)
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toContain(pointer)
  })
})

describe('rejecting a parse', () => {
  test('forgets what it found, and leaves the candidate', async () => {
    const parse = await needsReview(tenant, { job_id: await openJob(tenant) })
    const { status, body } = await reject(parse.id)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'failed',
      reason_codes: ['review.rejected', 'parse.no_contact'],
      parsed_data: null,
      provenance: null,
    })
    expect((await candidateOf(parse)).id).toBe(parse.candidate_id)
    expect((await eventsAbout(api, tenant, parse.resume_id)).at(-1)).toMatchObject({
      type: 'resume.parse_failed',
      payload: { parse_id: parse.id, reason_codes: ['review.rejected', 'parse.no_contact'] },
    })
  })

  test('has the next resume stand for the candidate, or nothing', async () => {
    const by = await api.tenant()
    const first = await parsed(by)
    api.clock.advance(1)
    const second = await needsReview(by, { candidate_id: first.candidate_id })
    await reject(second.id, by.admin)
    await by.drain()
    const profiles = () =>
      api.sql<{ resume_id: string }>('select resume_id from candidate_profiles where tenant_id = $1', [by.id])
    expect(await profiles()).toEqual([{ resume_id: first.resume_id }])
    const alone = await needsReview(by)
    expect(await profiles()).toHaveLength(2)
    await reject(alone.id, by.admin)
    await by.drain()
    expect(await profiles()).toHaveLength(1)
  })

  test('can be followed by another reading, which makes nothing twice', async () => {
    const by = await api.tenant()
    const parse = await needsReview(by, { job_id: await openJob(by) })
    await reject(parse.id, by.admin)
    const { body } = await by.admin.post(`/v1/resumes/${parse.resume_id}/parse`)
    await by.drain()
    const again = (await by.admin.get(`/v1/resume-parses/${body.parse.id}`)).body
    expect(again).toMatchObject({ state: 'needs_review', application_id: parse.application_id })
    expect([await count(api, by, 'candidates'), await count(api, by, 'applications')]).toEqual([1, 1])
  })
})

describe('a parse that waits for nobody', () => {
  test.each(['accept', 'reject'])('does not allow to %s it', async (action) => {
    const fine = await parsed(tenant)
    const { status, body } = await admin.post(`/v1/resume-parses/${fine.id}/${action}`)
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'resume_parse.invalid_transition',
      current_state: 'parsed',
      attempted: action,
      allowed: [],
    })
    expect(Object.keys(body.reasons)).toEqual(['accept', 'reject'])
  })

  test('is decided once by two people at once', async () => {
    const parse = await needsReview()
    const answers = await Promise.all([accept(parse.id), reject(parse.id), accept(parse.id)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  })
})

test('who only reads does not review', async () => {
  const parse = await needsReview()
  for (const role of ['viewer', 'hiring_manager'] as const) {
    const member = await tenant.member(role)
    expect([(await accept(parse.id, {}, member)).status, (await reject(parse.id, member)).status]).toEqual([
      403, 403,
    ])
  }
})
