import { expect, test } from 'vitest'
import { NO_DATA } from './parser/no-data.ts'
import type { Experience, ParsedData, Personal } from './parser/types.ts'
import { profileOfResume } from './profile-of-resume.ts'

const resume = (personal: Partial<Personal>, experience: Partial<Experience>[] = []): ParsedData => ({
  personal: { ...NO_DATA.personal, ...personal },
  experience: experience.map((entry) => ({
    title: null,
    company: null,
    location: null,
    start_date: null,
    end_date: null,
    current: false,
    description: null,
    technologies: [],
    ...entry,
  })),
  education: [],
  skills: { technical: [], soft: [], languages: [] },
  certifications: [],
  publications: [],
  summary: null,
  years_of_experience: null,
})

test('a resume that says nothing leaves everything empty', () => {
  const { links, profile, ...rest } = profileOfResume(resume({}))
  expect(links).toEqual([])
  expect(Object.values(profile ?? {})).toEqual([[], [], [], [], []])
  expect(new Set(Object.values(rest))).toEqual(new Set([null]))
})

test('the e-mail address is compared in lower case, and dropped when it is none', () => {
  expect(profileOfResume(resume({ email: ' Maya@Example.COM' })).email).toBe('maya@example.com')
  expect(profileOfResume(resume({ email: 'maya@nowhere' })).email).toBeNull()
})

test('the position held now gives headline and company; a past one only the headline', () => {
  const past = { title: 'Clerk', company: 'Old Works' }
  const now = { title: 'Manager', company: 'New Works', current: true }
  expect(profileOfResume(resume({}, [past, now]))).toMatchObject({
    headline: 'Manager',
    company: 'New Works',
  })
  expect(profileOfResume(resume({}, [past]))).toMatchObject({ headline: 'Clerk', company: null })
})

test('fields are single lines within the bounds of a candidate', () => {
  const profile = profileOfResume(
    resume({ first_name: `Ma\u0007ya\n ${'😀'.repeat(200)}`, last_name: ' \n ' }),
  )
  expect(profile.firstName).toBe(`Ma ya ${'😀'.repeat(94)}`)
  expect(profile.lastName).toBeNull()
})

test.each(['555 2671', '+0123456', 'tel:+14155552671'])('%j is no telephone number', (phone) => {
  expect(profileOfResume(resume({ phone })).phone).toBeNull()
})

test('links are web addresses, with or without their scheme, and nothing else', () => {
  const links = (personal: Partial<Personal>) => profileOfResume(resume(personal)).links
  expect(links({ linkedin: 'linkedin.com/in/maya', website: 'http://maya.example/cv' })).toEqual([
    { type: 'linkedin', url: 'https://linkedin.com/in/maya' },
    { type: 'website', url: 'http://maya.example/cv' },
  ])
  for (const website of ['javascript:alert(1)', 'nowhere', 'https://', `maya.example/${'x'.repeat(2000)}`])
    expect(links({ website })).toEqual([])
})
