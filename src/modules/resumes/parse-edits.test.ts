import { describe, expect, test } from 'vitest'
import { applyEdits, mergeEdits } from './parse-edits.ts'
import type { ParsedData, Provenance } from './parser/types.ts'

const NOW = new Date('2026-06-15T00:00:00Z')
const personal = {
  full_name: 'Ann Example',
  first_name: 'Ann',
  last_name: 'Example',
  email: null,
  phone: null,
  location: null,
  linkedin: null,
  github: null,
  website: null,
  links: [],
}
const position = (title: string, start_date: string, end_date: string) => ({
  title,
  company: null,
  location: null,
  start_date,
  end_date,
  current: false,
  description: null,
  technologies: [],
})
const DATA: ParsedData = {
  personal,
  experience: [position('Cook', '2010-01', '2011-12'), position('Chef', '2012-01', '2013-12')],
  education: [],
  skills: { technical: ['Knives'], soft: [], languages: [] },
  certifications: [],
  publications: [],
  summary: null,
  years_of_experience: 4,
}
const found = (start: number) => ({ confidence: 0.8, span: { page: 1, start, end: start + 4 } })
const PROVENANCE: Provenance = {
  '/personal/first_name': found(1),
  '/experience/0/title': found(2),
  '/experience/1/title': found(3),
  '/skills/technical/0': found(4),
}
const FOUND = { data: DATA, provenance: PROVENANCE }

describe('corrections', () => {
  test('none change nothing', () => {
    expect(applyEdits(FOUND, {}, NOW)).toEqual(FOUND)
  })

  test('replace members by their names, and mark them', () => {
    const { data, provenance } = applyEdits(FOUND, { personal: { first_name: 'Anna' } }, NOW)
    expect(data.personal).toEqual({ ...personal, first_name: 'Anna' })
    expect(provenance).toEqual({
      ...PROVENANCE,
      '/personal/first_name': { confidence: 1, span: null, source: 'person' },
    })
  })

  test('replace a list as a whole; what stays of it keeps its source, wherever it goes', () => {
    const { data, provenance } = applyEdits(FOUND, { experience: DATA.experience.slice(1) }, NOW)
    expect(data.experience.map(({ title }) => title)).toEqual(['Chef'])
    expect(provenance['/experience/0/title']).toEqual(found(3))
    expect(provenance).not.toHaveProperty('/experience/1/title')
  })

  test('of the positions count the years anew, unless those are given', () => {
    const experience = DATA.experience.slice(1)
    expect(applyEdits(FOUND, { experience }, NOW).data.years_of_experience).toBe(2)
    const given = applyEdits(FOUND, { experience, years_of_experience: 30 }, NOW)
    expect(given.data.years_of_experience).toBe(30)
  })

  test('add up, the later ones first', () => {
    const merged = mergeEdits(
      { summary: 'one', personal: { first_name: 'A', phone: null } },
      { summary: 'two', personal: { first_name: 'B' } },
    )
    expect(merged).toEqual({ summary: 'two', personal: { first_name: 'B', phone: null } })
    expect(mergeEdits(null, {})).toEqual({})
  })
})
