import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resumeDocx } from './fixtures/docx-resume.ts'
import { LAYOUTS, resumePdf } from './fixtures/pdf-resumes.ts'
import type { Persona } from './fixtures/personas.ts'
import { personaOf } from './fixtures/random-persona.ts'
import { resumeText } from './fixtures/text-resumes.ts'
import { VOCABULARIES } from './fixtures/vocabularies.ts'
import { parseDocument } from './parse-document.ts'
import type { ParsedData } from './types.ts'
import { foldWords } from './words/fold.ts'

// parse(render(person)) is the person, in each layout and language. A few of each here; PARSER_RUNS asks for more.
const RUNS = Number(process.env.PARSER_RUNS ?? 3)
const SEED = Number(process.env.PARSER_SEED ?? 2026)
const asOf = new Date('2026-11-01T00:00:00Z')

const RENDERS: Array<[string, (person: Persona) => Promise<Uint8Array> | Uint8Array]> = [
  ...LAYOUTS.map((layout): [string, (person: Persona) => Promise<Uint8Array>] => [
    `pdf ${layout}`,
    (person) => resumePdf(person, layout),
  ]),
  ['docx', (person) => resumeDocx(person, 'paragraphs')],
  ['docx tables', (person) => resumeDocx(person, 'tables')],
  ['html', (person) => resumeText(person, 'html')],
  ['txt', (person) => resumeText(person, 'txt')],
]

describe.each(RENDERS)('%s', (_, render) => {
  test.each(VOCABULARIES)('$language', async (words) => {
    await fc.assert(
      fc.asyncProperty(personaOf(words), async (person) => {
        const bytes = await render(person)
        const { parsed_data: data } = await parseDocument({ bytes, filename: 'resume' }, { asOf })
        expect(data && shown(data, person)).toEqual(said(person))
      }),
      { numRuns: RUNS, seed: SEED },
    )
  })
})

/** What a resume was found to say, of what every layout shows. Names are set in capitals by one of them. */
const shown = ({ personal, experience, education, skills }: ParsedData, person: Persona) => ({
  name: foldWords(personal.full_name ?? ''),
  email: personal.email,
  phone: personal.phone,
  location: personal.location,
  linkedin: personal.linkedin,
  jobs: experience.map((job) => [job.title, job.company, job.start_date, job.end_date, job.current]),
  studies: education.map((study) => [study.degree, study.institution, study.graduation_year]),
  skills: person.skills.filter((skill) => skills.technical.includes(skill)),
  languages: skills.languages.map(({ language, cefr }) => [language, cefr]),
})

const said = (person: Persona) => ({
  name: foldWords(person.name),
  email: person.email,
  phone: person.e164,
  location: person.location,
  linkedin: person.linkedin,
  jobs: person.jobs.map((job) => [job.title, job.company, job.start, job.end, job.end === null]),
  studies: person.studies.map((study) => [study.level, study.institution, study.year]),
  skills: person.skills,
  languages: person.languages.map(([, , language, cefr]) => [language, cefr]),
})
