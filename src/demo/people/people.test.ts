import { isPossiblePhoneNumber } from 'libphonenumber-js'
import { describe, expect, it } from 'vitest'
import { people } from './people.ts'

describe('people', () => {
  it('are many and have an e-mail address of their own', () => {
    expect(people.length).toBeGreaterThanOrEqual(44)
    expect(new Set(people.map(({ email }) => email)).size).toBe(people.length)
    expect(new Set(people.map(({ name }) => name)).size).toBe(people.length)
  })

  it('write in four languages', () => {
    expect(new Set(people.map(({ language }) => language))).toEqual(new Set(['en', 'de', 'fr', 'es']))
  })
})

describe.each(people)('$name', (person) => {
  it('can be reached at reserved addresses only', () => {
    const reserved = /(^|[@./])example\.(com|org|net)(\/|$)/
    expect(person.email).toMatch(reserved)
    for (const link of person.links) expect(new URL(link).hostname).toMatch(reserved)
    expect(isPossiblePhoneNumber(person.phone)).toBe(true)
  })

  it('has two to four positions, newest first, that do not overlap', () => {
    expect(person.experiences.length).toBeGreaterThanOrEqual(2)
    expect(person.experiences.length).toBeLessThanOrEqual(4)
    let nextStart = '2025-12'
    for (const { start, end } of person.experiences) {
      expect(start).toMatch(YEAR_MONTH)
      if (end !== null) expect(end).toMatch(YEAR_MONTH)
      expect(start < (end ?? nextStart)).toBe(true)
      expect((end ?? start) <= nextStart).toBe(true)
      nextStart = start
    }
  })

  it('holds at most one position today, the newest', () => {
    expect(person.experiences.slice(1).every(({ end }) => end !== null)).toBe(true)
  })

  it('has skills, languages and studies with years in order', () => {
    expect(person.skills.length).toBeGreaterThanOrEqual(5)
    expect(new Set(person.skills).size).toBe(person.skills.length)
    expect(person.languages.length).toBeGreaterThanOrEqual(1)
    expect(person.education.length).toBeGreaterThanOrEqual(1)
    expect(person.education.every(({ start, end }) => start < end)).toBe(true)
  })
})

const YEAR_MONTH = /^20[0-2]\d-(0[1-9]|1[0-2])$/
