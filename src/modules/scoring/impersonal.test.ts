import { describe, expect, it } from 'vitest'
import { impersonal, personalNames } from './impersonal.ts'
import { blankPhrases } from './redact.ts'
import type { ResumeData } from './resume.ts'

const job = (title: string | null, start: string, end: string, description: string | null = null) => ({
  title,
  company: null,
  start_date: start,
  end_date: end,
  current: false,
  description,
  technologies: [],
})

const resume = (over: Partial<ResumeData> = {}): ResumeData => ({
  personal: { full_name: 'Julia Cook', location: null },
  experience: [job('Cook', '2018-01', '2020-12'), job('Parental leave', '2016-01', '2017-12', 'Childcare')],
  education: [{ degree: null, field: null, institution: 'MIT' }],
  skills: { technical: [], soft: [], languages: [] },
  certifications: [],
  summary: null,
  years_of_experience: 5,
  ...over,
})

const read = (data: ResumeData, text = '') => impersonal({ data, provenance: {}, text }, null)

describe('impersonal', () => {
  it('makes no position of time spent for a family, and counts no years for it', () => {
    const { data } = read(resume())
    expect(data.experience.map(({ title, description }) => [title, description])).toEqual([
      ['Cook', null],
      [null, null],
    ])
    expect(data.years_of_experience).toBe(3)
  })

  it.each([
    ['Cook for ten years. Took a career break to raise two children. Likes soups.', 'Cook for ten years.'],
    ['45 years young cook.', 'cook.'],
    ['Nach der Elternzeit wieder da. Koch.', 'Koch.'],
  ])('leaves of "%s" what is about work', (summary, kept) => {
    const read_ = read(resume({ summary })).data.summary ?? ''
    expect(read_).toHaveLength(summary.length)
    expect(read_).toContain(kept)
    expect(read_).not.toMatch(/career|young|Elternzeit/)
  })

  it('keeps what is paid work and 10 years of experience', () => {
    const summary = '10 years of experience. Cared for elderly patients. Teaches children.'
    const description = 'Administered parental leave of 400 employees'
    const { data } = read(
      resume({ summary, experience: [job('HR Manager', '2018-01', '2020-12', description)] }),
    )
    expect(data.summary).toBe(summary)
    expect(data.experience[0]?.description).toBe(description)
  })

  it.each([
    ['Marketing Manager (maternity leave cover)', 'Example Ltd', true],
    ['Family Caregiver', 'Example Home Care', true],
    ['Sabbatical Officer', null, true],
    ['Family caregiver', null, false],
    ['Parental leave', 'Example Ltd', false],
    [null, 'Elternzeit', false],
  ])('takes "%s" at "%s" for a position: %s', (title, company, isPosition) => {
    const { data } = read(resume({ experience: [{ ...job(title, '2018-01', '2019-01'), company }] }))
    expect(data.experience[0]?.start_date !== null).toBe(isPosition)
  })

  it('blanks loose lines about a break, up to an empty one', () => {
    const text = 'Projects\n\nCaring for my mother\nfirst aid at home\n\nPython'
    const read_ = read(resume(), text).text
    expect(read_).toHaveLength(text.length)
    expect(read_).not.toMatch(/mother|first aid/)
    expect(read_).toMatch(/^Projects\s+Python$/)
  })
})

describe('personalNames', () => {
  const blanked = (text: string, data = resume()) =>
    blankPhrases(text, personalNames(data)).replace(/\s+/g, ' ')

  it('names who it is about and where they studied, but no work and no listed skill', () => {
    expect(blanked('JULIA COOK, Cook. Julia went to MIT; mit Freude.')).toBe(' , Cook. went to ; mit Freude.')
    const skilled = resume({ skills: { technical: ['Julia'], soft: [], languages: [] } })
    expect(blanked('Simulations in Julia', skilled)).toBe('Simulations in Julia')
  })

  it('blanks words only, not parts of them', () => {
    const data = resume({ personal: { full_name: 'Ann Art', location: null } })
    expect(blanked('Annual Art of Artists by Ann', data)).toBe('Annual of Artists by ')
  })
})
