import { expect, test } from 'vitest'
import { NO_DATA } from './parser/no-data.ts'
import { sectionsOfResume } from './sections-of-resume.ts'

test('dates that no candidate can have are left out', () => {
  const experience = { title: 'Clerk', company: null, location: null, description: null, technologies: [] }
  const { experiences } = sectionsOfResume({
    ...NO_DATA,
    experience: [
      { ...experience, start_date: '2020-05', end_date: '2019', current: false },
      { ...experience, start_date: '1066', end_date: '2019-02-31', current: false },
      { ...experience, start_date: '2020', end_date: '2021', current: true },
    ],
  })
  expect(experiences.map(({ startDate, endDate, isCurrent }) => [startDate, endDate, isCurrent])).toEqual([
    ['2020-05', null, false],
    [null, null, false],
    ['2020', null, true],
  ])
})

test('names of one skill are one entry, and what is too much is cut', () => {
  const technical = [
    'PostgreSQL',
    'postgres',
    '\u0007 \n',
    ...Array.from({ length: 300 }, (_, i) => `Skill ${i}x`),
  ]
  const { skills } = sectionsOfResume({ ...NO_DATA, skills: { technical, soft: [], languages: [] } })
  expect(skills[0]).toMatchObject({ skillKey: 'postgresql', name: 'PostgreSQL' })
  expect(skills.filter(({ skillKey }) => skillKey === 'postgresql')).toHaveLength(1)
  expect(skills.length).toBeLessThanOrEqual(200)
  expect(new Set(skills.map(({ skillKey }) => skillKey)).size).toBe(skills.length)
})
