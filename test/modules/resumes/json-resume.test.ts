import schema from '@jsonresume/schema/schema.json' with { type: 'json' }
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { people } from '#src/demo/people/people.ts'
import { renderText } from '#src/demo/render/text.ts'
import { testApi } from '#test/support/api.ts'
import { newEmail, parsed, resumeText, send } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const ajv = new Ajv({ strict: false, allErrors: true })
formats.default(ajv)
const isValid = ajv.compile(schema)

const read = (id: string, by = tenant.admin) => by.get(`/v1/resumes/${id}/json-resume`)

/** A JSON Resume that holds by the published schema. */
async function project(id: string, by = tenant.admin) {
  const { status, body } = await read(id, by)
  expect(status).toBe(200)
  expect([isValid(body), isValid.errors]).toEqual([true, null])
  return body
}

describe('a resume as JSON Resume', () => {
  test('says what was read', async () => {
    const email = newEmail()
    const parse = await parsed(tenant, { text: resumeText({ email }) })
    expect(await project(parse.resume_id)).toMatchObject({
      basics: {
        name: 'Maya Thornton',
        label: 'Senior Software Engineer',
        email,
        phone: '+14155552671',
        profiles: [{ network: 'LinkedIn', url: 'https://linkedin.com/in/maya-thornton' }],
      },
      work: [{ name: 'Brightwater Payments', position: 'Senior Software Engineer', startDate: '2019-03' }],
      education: [{ institution: 'University of Colorado Boulder', startDate: '2010', endDate: '2014' }],
      skills: [{ name: 'Technical', keywords: expect.arrayContaining(['PostgreSQL', 'Kafka']) }],
    })
  })

  test('holds by the published schema whatever a person puts in', async () => {
    const text = resumeText({ email: null }).replace('+1 415 555 2671 | ', '')
    const parse = await parsed(tenant, { text })
    const odd = {
      personal: {
        website: 'not a web address',
        github: 'javascript:alert(1)',
        linkedin: 'x y z',
        email: null,
      },
      experience: [{ start_date: '2020-02-31', description: '<b>\u{1F600}</b>' }, {}],
      education: [{ gpa: 3.9, graduation_year: 2014 }],
      certifications: [{ name: 'CKA', date: '2021' }],
    }
    const { status, text: refusal } = await tenant.admin.post(`/v1/resume-parses/${parse.id}/accept`, {
      edits: odd,
    })
    expect(status, refusal).toBe(200)
    const { basics, certificates, education } = await project(parse.resume_id)
    expect(basics).not.toHaveProperty('url')
    expect(certificates).toEqual([{ name: 'CKA', date: '2021' }])
    expect(education).toEqual([{ endDate: '2014', score: '3.9' }])
  })

  test('holds by it for people of many kinds and languages', async () => {
    const by = await api.tenant()
    const files = people
      .slice(0, 60)
      .map((person, i) => ({ filename: `${i}.txt`, bytes: renderText(person) }))
    const { body } = await by.admin.upload('/v1/resumes/bulk', { files: { files } })
    await by.drain()
    const { data } = (await by.admin.get(`/v1/operations/${body.operation.id}/items?limit=100`)).body
    expect(data).toHaveLength(files.length)
    for (const { result } of data) {
      const { work, education } = await project(result.resume_id, by.admin)
      expect(work.length + education.length).toBeGreaterThan(0)
    }
  })

  test('shows contact data to whom it is shown elsewhere', async () => {
    const email = newEmail()
    const text = resumeText({ email }).replace('Engineer with', `Write to ${email}. Engineer with`)
    const parse = await parsed(tenant, { text })
    const seen = await project(parse.resume_id, await tenant.member('viewer'))
    expect(seen.basics).not.toHaveProperty('email')
    expect(seen.basics).not.toHaveProperty('phone')
    expect(seen.basics.profiles).toEqual([])
    expect(JSON.stringify(seen)).not.toContain(email)
  })

  test('is that of the last reading that found something; without one there is none', async () => {
    const waiting = (await send(tenant.admin)).body.resume.id
    const { status, body } = await read(waiting)
    expect([status, body.code]).toEqual([409, 'resume.not_read'])
  })
})
