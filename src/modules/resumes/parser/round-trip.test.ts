import { expect, test } from 'vitest'
import { DOCX_LAYOUTS, resumeDocx } from './fixtures/docx-resume.ts'
import { LAYOUTS, resumePdf } from './fixtures/pdf-resumes.ts'
import { PERSONAS, type Persona } from './fixtures/personas.ts'
import { parseDocument } from './parse-document.ts'
import type { ParseResult } from './types.ts'

const asOf = new Date('2026-11-01T00:00:00Z')
const read = (bytes: Uint8Array) => parseDocument({ bytes, filename: 'resume' }, { asOf })

const cases = PERSONAS.flatMap((person) => [
  ...LAYOUTS.map((layout) => ({ person, layout, make: () => resumePdf(person, layout) })),
  ...DOCX_LAYOUTS.map((layout) => ({ person, layout, make: () => resumeDocx(person, layout) })),
])

test.each(cases)('$person.name, $layout', async ({ person, make }) => {
  const result = await read(await make())
  expect(result).toMatchObject({
    state: 'parsed',
    reason_codes: [],
    page_count: 1,
    language: person.language,
  })
  expectPerson(result, person)
  expectSpans(result)
})

function expectPerson({ parsed_data: data }: ParseResult, person: Persona): void {
  expect(data?.personal).toMatchObject({
    full_name: person.name,
    email: person.email,
    phone: person.e164,
    location: person.location,
    linkedin: person.linkedin,
  })
  expect(
    data?.experience.map((job) => [job.title, job.company, job.start_date, job.end_date, job.current]),
  ).toEqual(person.jobs.map((job) => [job.title, job.company, job.start, job.end, job.end === null]))
  for (const [i, job] of person.jobs.entries())
    for (const bullet of job.bullets) expect(data?.experience[i]?.description).toContain(bullet)
  expect(data?.education.map((study) => [study.degree, study.institution, study.graduation_year])).toEqual(
    person.studies.map((study) => [study.level, study.institution, study.year]),
  )
  expect(data?.skills.technical).toEqual(expect.arrayContaining(person.skills))
  expect(data?.skills.languages).toMatchObject(
    person.languages.map(([, level, language]) => ({ language, level })),
  )
}

/** What provenance points at is there: each pointer resolves, and the text of a span is the value. */
function expectSpans({ parsed_data: data, provenance, text }: ParseResult): void {
  for (const [pointer, { span, confidence }] of Object.entries(provenance)) {
    const value = pointer
      .split('/')
      .slice(1)
      .reduce<unknown>((tree, key) => (tree as Record<string, unknown>)[key], data)
    expect(value, pointer).toBeDefined()
    expect(confidence).toBeGreaterThan(0)
    expect(confidence).toBeLessThanOrEqual(1)
    if (span && /\/(?:email|title|company|institution|degree_raw)$/.test(pointer))
      expect(text.slice(span.start, span.end)).toBe(value)
  }
}
