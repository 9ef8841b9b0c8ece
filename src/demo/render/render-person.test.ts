import mammoth from 'mammoth'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { people } from '../people/people.ts'
import type { Person } from '../people/person.ts'
import { type Layout, renderPerson } from './render-person.ts'

const PDF_LAYOUTS: Layout[] = ['classic', 'sidebar', 'timeline', 'compact', 'modern']
const ALL_LAYOUTS: Layout[] = [...PDF_LAYOUTS, 'docx-paragraphs', 'docx-table', 'text']

describe('renderPerson', () => {
  it.each(ALL_LAYOUTS)('gives the same bytes for the same person (%s)', async (layout) => {
    const [once, again] = await Promise.all([renderPerson(anyone(), layout), renderPerson(anyone(), layout)])
    expect(once.bytes.equals(again.bytes)).toBe(true)
  })

  it.each(PDF_LAYOUTS)('keeps name, contact, work and education on a page (%s)', async (layout) => {
    const person = anyone()
    const { text, totalPages } = await readPdf(await renderPerson(person, layout))
    expect(totalPages).toBe(1)
    expect(text.startsWith(person.name)).toBe(true)
    expect(text).toContain(person.email)
    expect(text).toContain(person.phone)
    for (const { title, bullets } of person.experiences) {
      expect(text.indexOf(squeeze(bullets[0] ?? ''))).toBeGreaterThan(text.indexOf(title))
    }
    for (const { institution } of person.education) expect(text).toContain(institution)
  })

  it.each(PDF_LAYOUTS)('continues a long career on a second page and loses nothing (%s)', async (layout) => {
    const person = withLongCareer(anyone())
    const { text, totalPages } = await readPdf(await renderPerson(person, layout))
    expect(totalPages).toBe(2)
    for (const { company } of person.experiences) expect(text).toContain(company)
  })

  it.each(['docx-paragraphs', 'docx-table'] as const)('writes a document Word reads (%s)', async (layout) => {
    const person = anyone()
    const { bytes } = await renderPerson(person, layout)
    const { value } = await mammoth.extractRawText({ buffer: bytes })
    expect(value.startsWith(person.name)).toBe(true)
    for (const { title, company, bullets } of person.experiences) {
      for (const fact of [title, company, ...bullets]) expect(value).toContain(fact)
    }
  })

  it.each([
    ['en', 'WORK EXPERIENCE', 'Mar 2021 – Present'],
    ['de', 'BERUFSERFAHRUNG', '03/2021 – heute'],
    ['fr', 'EXPÉRIENCE PROFESSIONNELLE', 'mars 2021 – aujourd’hui'],
    ['es', 'EXPERIENCIA LABORAL', 'marzo 2021 – actualidad'],
  ] as const)(
    'writes headings and dates in the language of the person (%s)',
    async (language, heading, dates) => {
      const { bytes } = await renderPerson({ ...anyone(), language }, 'text')
      expect(bytes.toString()).toContain(heading)
      expect(bytes.toString()).toContain(dates)
    },
  )

  it('names the file after the person in plain letters', async () => {
    const person = { ...anyone(), name: 'Łucja Nguyễn-Østby d’Été' }
    const { filename, contentType } = await renderPerson(person, 'text')
    expect(filename).toBe('lucja-nguyen-stby-d-ete.txt')
    expect(contentType).toBe('text/plain')
  })
})

function anyone(): Person {
  const [person] = people
  if (!person) throw new Error('there are no people')
  return person
}

function withLongCareer(person: Person): Person {
  const earlier = ['First', 'Second', 'Third', 'Fourth'].flatMap((prefix) =>
    person.experiences.map((experience) => ({ ...experience, company: `${prefix} ${experience.company}` })),
  )
  return { ...person, experiences: [...person.experiences, ...earlier.slice(0, 6)] }
}

async function readPdf({ bytes }: { bytes: Buffer }): Promise<{ text: string; totalPages: number }> {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const { text, totalPages } = await extractText(document, { mergePages: true })
  return { text: squeeze(text), totalPages }
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ')
