import { describe, expect, test } from 'vitest'
import { newId } from '#src/lib/ids.ts'
import { newEmail, parsed, resumeText } from '#test/modules/resumes/support.ts'
import { testApi } from '#test/support/api.ts'
import { addCandidate, changesOf, idsOf, pointersOf } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const put = (id: string, section: string, entries: unknown[], headers = {}) =>
  admin.put(`/v1/candidates/${id}/${section}`, { [section]: entries }, headers)
const profileOf = async (id: string) => (await admin.get(`/v1/candidates/${id}/profile`)).body

const EMPTY = { experiences: [], educations: [], skills: [], languages: [], certifications: [] }

describe('a section of a profile', () => {
  test('is empty at first', async () => {
    const { id } = await addCandidate(admin)
    const { body, headers } = await admin.get(`/v1/candidates/${id}/profile`)
    expect(body).toEqual({ ...EMPTY, years_of_experience: null, version: 1 })
    expect(headers.etag).toBe('"1"')
  })

  test.each([
    ['experiences', { title: 'Engineer', company: 'Works', start_date: '2019-03', is_current: true }],
    [
      'educations',
      { institution: 'ETH', degree: 'master', degree_name: 'MSc', field: 'CS', end_date: '2014' },
    ],
    ['skills', { skill: 'PostgreSQL', proficiency: 'expert', years: 7.5 }],
    ['languages', { language: 'German', level: 'b2' }],
    [
      'certifications',
      { name: 'CKA', issuer: 'CNCF', issue_date: '2023-05-17', expiry_date: '2026-05', credential_id: 'X-1' },
    ],
  ])('%s is replaced as a whole', async (section, entry) => {
    const { id } = await addCandidate(admin)
    const { status, body, headers } = await put(id, section, [entry])
    expect([status, headers.etag]).toEqual([200, '"2"'])
    expect(body).toMatchObject({ data: [{ ...entry, origin: 'person' }], version: 2 })
    expect((await profileOf(id))[section]).toEqual(body.data)
    expect((await admin.get(`/v1/candidates/${id}?expand=profile`)).body.profile[section]).toEqual(body.data)
    expect((await put(id, section, [entry])).body).toEqual(body)
    expect((await put(id, section, [])).body).toEqual({ data: [], version: 3 })
    expect(await profileOf(id)).toMatchObject({ ...EMPTY, version: 3 })
    expect(await changesOf(api, tenant, id)).toEqual([[section], [section]])
  })

  test('keeps the id of what was said before, in the order given', async () => {
    const { id } = await addCandidate(admin)
    const [a, b] = [{ title: 'A' }, { title: 'B' }]
    const first = (await put(id, 'experiences', [a, b])).body
    const turned = (await put(id, 'experiences', [b, { title: 'C' }, a])).body
    expect(turned.data.map(({ title }: { title: string }) => title)).toEqual(['B', 'C', 'A'])
    expect([turned.data[0].id, turned.data[2].id]).toEqual([first.data[1].id, first.data[0].id])
  })

  test.each([
    ['experiences', { start_date: '2020-13' }, 'start_date'],
    ['experiences', { start_date: '2023-02-29' }, 'start_date'],
    ['experiences', { start_date: '20' }, 'start_date'],
    ['experiences', { start_date: '2020-05', end_date: '2020-04-30' }, 'end_date'],
    ['experiences', { start_date: '2020', end_date: '2021', is_current: true }, 'end_date'],
    ['experiences', { description: 'x'.repeat(5001) }, 'description'],
    ['experiences', { salary: 1 }, 'salary'],
    ['educations', { degree: 'wizard' }, 'degree'],
    ['educations', { start_date: '2020', end_date: '2019-12' }, 'end_date'],
    ['skills', { skill: ' ' }, 'skill'],
    ['skills', { skill: 'SQL', years: 71 }, 'years'],
    ['skills', { skill: 'SQL', proficiency: 'best' }, 'proficiency'],
    ['languages', { language: 'German', level: 'b3' }, 'level'],
    ['certifications', { name: 'a', issue_date: '2020', expiry_date: '2019' }, 'expiry_date'],
  ])('%s refuses %j', async (section, entry, member) => {
    const { id } = await addCandidate(admin)
    const answer = await put(id, section, [entry])
    expect([answer.status, pointersOf(answer)]).toEqual([422, [`/${section}/0/${member}`]])
  })

  test('a year takes any date within it', async () => {
    const { id } = await addCandidate(admin)
    const within = { start_date: '2020-05', end_date: '2020' }
    expect((await put(id, 'experiences', [within])).status).toBe(200)
  })

  test('two names of one skill or language are refused', async () => {
    const { id } = await addCandidate(admin)
    const skills = await put(id, 'skills', [{ skill: 'PostgreSQL' }, { skill: 'postgres' }])
    expect([skills.status, pointersOf(skills)]).toEqual([422, ['/skills/1/skill']])
    const languages = await put(id, 'languages', [{ language: 'German' }, { language: 'Deutsch' }])
    expect([languages.status, pointersOf(languages)]).toEqual([422, ['/languages/1/language']])
  })

  test('an edit of an outdated version is refused', async () => {
    const { id } = await addCandidate(admin)
    const edit = (skill: string) => put(id, 'skills', [{ skill }], { 'if-match': '"1"' })
    const statuses = (await Promise.all([edit('SQL'), edit('Go')])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 412])
  })

  test('is read by whoever reads the candidate and written by nobody else', async () => {
    const { id } = await addCandidate(admin)
    const viewer = await tenant.member('viewer')
    const manager = await tenant.member('hiring_manager')
    expect((await viewer.get(`/v1/candidates/${id}/profile`)).status).toBe(200)
    expect((await viewer.put(`/v1/candidates/${id}/skills`, { skills: [] })).status).toBe(403)
    expect((await manager.get(`/v1/candidates/${id}/profile`)).status).toBe(404)
  })

  test('comes back with the candidate', async () => {
    const { id } = await addCandidate(admin)
    await put(id, 'skills', [{ skill: 'SQL' }])
    const before = await profileOf(id)
    await admin.delete(`/v1/candidates/${id}`)
    expect((await admin.get(`/v1/candidates/${id}/profile`)).status).toBe(404)
    expect((await put(id, 'skills', [])).status).toBe(404)
    await admin.post(`/v1/candidates/${id}/restore`)
    expect(await profileOf(id)).toEqual({ ...before, version: 4 })
  })
})

describe('years of experience', () => {
  test('are those of all experiences together, and can be filtered by', async () => {
    const { id } = await addCandidate(admin)
    const experiences = [
      { start_date: '2010-01', end_date: '2014-12' },
      { start_date: '2013-01', end_date: '2016-06' },
    ]
    await put(id, 'experiences', experiences)
    expect((await profileOf(id)).years_of_experience).toBe(6.5)
    const found = async (filter: string) =>
      idsOf(await admin.get(`/v1/candidates?filter[years_of_experience]${filter}`)).includes(id)
    expect([await found('[gte]=6.5'), await found('[lte]=6.5'), await found('=6.5')]).toEqual([
      true,
      true,
      true,
    ])
    expect([await found('[gt]=6.5'), await found('[gte]=6.6'), await found('[lt]=6.5')]).toEqual([
      false,
      false,
      false,
    ])
    await put(id, 'experiences', [])
    expect((await profileOf(id)).years_of_experience).toBeNull()
    expect(await found('[gte]=0')).toBe(false)
  })
})

describe('a resume', () => {
  const sectionsOf = async (id: string) => {
    const { experiences, educations, skills, languages, certifications } = await profileOf(id)
    return { experiences, educations, skills, languages, certifications }
  }

  test('fills the profile of whom it makes', async () => {
    const { candidate_id: id, parsed_data } = await parsed(tenant, {
      text: `${resumeText()}\nLanguages\nEnglish (native), German - B2\n`,
    })
    const profile = await profileOf(id)
    expect(profile).toMatchObject({
      experiences: [
        {
          title: 'Senior Software Engineer',
          start_date: '2019-03',
          end_date: null,
          is_current: true,
          origin: 'resume',
        },
      ],
      educations: [{ degree: 'bachelor', field: 'Computer Science', start_date: '2010', end_date: '2014' }],
      languages: [
        { language: 'English', level: 'native' },
        { language: 'German', level: 'b2' },
      ],
      years_of_experience: parsed_data.years_of_experience,
      version: 1,
    })
    expect(profile.skills.map(({ key }: { key: string }) => key)).toEqual(
      expect.arrayContaining(['python', 'postgresql', 'kafka', 'docker', 'typescript']),
    )
    expect(idsOf(await admin.get(`/v1/candidates?filter[skill]=postgres&filter[has_resume]=true`))).toContain(
      id,
    )
    expect(idsOf(await admin.get(`/v1/candidates?filter[has_resume]=false`))).not.toContain(id)
  })

  test('fills what is empty, and never what a person has written or emptied', async () => {
    const { id } = await addCandidate(admin)
    await put(id, 'skills', [{ skill: 'Falconry' }])
    await put(id, 'educations', [{ institution: 'ETH' }])
    await put(id, 'educations', [])
    await parsed(tenant, { fields: { candidate_id: id } })
    const filled = await sectionsOf(id)
    expect(filled).toMatchObject({
      experiences: [{ title: 'Senior Software Engineer', origin: 'resume' }],
      educations: [],
      skills: [{ skill: 'Falconry', origin: 'person' }],
    })
    expect((await changesOf(api, tenant, id)).at(-1)).toContain('experiences')
    await put(id, 'experiences', [{ title: 'Falconer' }])
    await parsed(tenant, { fields: { candidate_id: id } })
    expect((await sectionsOf(id)).experiences).toMatchObject([{ title: 'Falconer', origin: 'person' }])
  })

  test('belongs to whom one of the addresses belongs to', async () => {
    const email = newEmail()
    const { id } = await addCandidate(admin, { emails: [{ email: `${newId()}@mail.example` }, { email }] })
    const parse = await parsed(tenant, { text: resumeText({ email }) })
    expect(parse.candidate_id).toBe(id)
  })
})
