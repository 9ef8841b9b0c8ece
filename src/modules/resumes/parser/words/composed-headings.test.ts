import { expect, test } from 'vitest'
import { sectionNamed } from './headings.ts'

test.each([
  ['RELEVANT LEGAL EXPERIENCE', 'experience'],
  ['Career Experience/Job History', 'experience'],
  ['Other Technical Skills:', 'skills'],
  ['Educational and Professional Qualifications', 'education'],
  ['Summary of Qualifications', 'summary'],
  ['Summary of Skills', 'skills'],
  ['Professional Licenses and Certifications', 'certifications'],
  ['Academic Honors and Activities', 'other'],
])('%j heads %s', (text, section) => {
  expect(sectionNamed(text)).toBe(section)
})

test.each(['experience in sales', 'Ten Years of Experience', 'Skilled Work', 'Bachelor of Education'])(
  '%j is no heading',
  (text) => {
    expect(sectionNamed(text)).toBeNull()
  },
)
