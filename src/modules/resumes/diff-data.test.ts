import { expect, test } from 'vitest'
import { diffData } from './diff-data.ts'
import type { Experience, ParsedData } from './parser/types.ts'

const job = (title: string, start_date: string, more: Partial<Experience> = {}): Experience => ({
  title,
  company: 'Acme',
  location: null,
  start_date,
  end_date: null,
  current: false,
  description: null,
  technologies: [],
  ...more,
})

const DATA: ParsedData = {
  personal: {
    full_name: 'Jane Doe',
    first_name: 'Jane',
    last_name: 'Doe',
    email: 'jane@example.com',
    phone: null,
    location: null,
    linkedin: null,
    github: null,
    website: null,
    links: [],
  },
  experience: [job('Analyst', '2020'), job('Clerk', '2018')],
  education: [],
  skills: { technical: ['SQL', 'Excel'], soft: [], languages: [] },
  certifications: [],
  publications: [],
  summary: 'Short.',
  years_of_experience: 2,
}

test('nothing changed', () => {
  expect(diffData(DATA, structuredClone(DATA))).toEqual([])
})

test('values that came, went and changed', () => {
  const later = {
    ...DATA,
    personal: { ...DATA.personal, phone: '+14155550132', email: null },
    years_of_experience: 3,
  }
  expect(diffData(DATA, later)).toEqual([
    { path: '/personal/email', from: 'jane@example.com', to: null, kind: 'removed' },
    { path: '/personal/phone', from: null, to: '+14155550132', kind: 'added' },
    { path: '/years_of_experience', from: 2, to: 3, kind: 'changed' },
  ])
})

test('an entry more moves the others, and is the only change', () => {
  const later = { ...DATA, experience: [job('Lead', '2022', { company: 'Beta' }), ...DATA.experience] }
  expect(diffData(DATA, later)).toMatchObject([{ path: '/experience/0', from: null, kind: 'added' }])
  expect(diffData(later, DATA)).toMatchObject([{ path: '/experience/0', to: null, kind: 'removed' }])
})

test('an entry that is told better is the same entry', () => {
  const later = {
    ...DATA,
    experience: [DATA.experience[1], { ...DATA.experience[0], location: 'Austin, TX' }],
  }
  expect(diffData(DATA, later as ParsedData)).toEqual([
    { path: '/experience/1/location', from: null, to: 'Austin, TX', kind: 'added' },
  ])
})

test('skills are told apart by their words', () => {
  const later = { ...DATA, skills: { ...DATA.skills, technical: ['Excel', 'Python'] } }
  expect(diffData(DATA, later)).toEqual([
    { path: '/skills/technical/1', from: null, to: 'Python', kind: 'added' },
    { path: '/skills/technical/0', from: 'SQL', to: null, kind: 'removed' },
  ])
})
