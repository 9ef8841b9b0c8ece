import { expect, test } from 'vitest'
import { assembleText, plainLine } from '#src/modules/resumes/parser/text/document.ts'
import { untrack } from '#src/modules/resumes/parser/text/field.ts'
import type { Education } from '#src/modules/resumes/parser/types.ts'
import { companiesIn } from './companies.ts'
import { openingName } from './opening.ts'
import { firstPlace } from './place.ts'
import { wordsOf } from './running-text.ts'
import { studiesTold } from './studies.ts'
import { headlineJobs, labelledJobs, proseJobs, type ToldJob } from './told-jobs.ts'

const linesOf = (...texts: string[]) => assembleText(texts.map((text) => plainLine(text))).lines
const names = ({ title, company }: ToldJob) => [title?.text ?? null, company?.text ?? null]

test.each([
  ['Senior Analyst - Bluebird Logistics', ['Senior Analyst', 'Bluebird Logistics']],
  ['Test Engineer at Harrow', ['Test Engineer', 'Harrow']],
  ['Network Administrator', ['Network Administrator', null]],
])('headline %j', (text, job) => {
  expect(headlineJobs(linesOf('Jane Doe', text), 'Jane Doe').map(names)).toEqual([job])
})

test.each(['I manage people.', 'Manager: yes', 'jane@example.com'])('no headline %j', (text) => {
  expect(headlineJobs(linesOf('Jane Doe', text), 'Jane Doe')).toEqual([])
})

test('labels next to each other are one job', () => {
  const lines = linesOf(
    'Company: Bluebird Logistics',
    'Team size: 4',
    'Designation: Test Lead',
    'Kept tests.',
  )
  expect(labelledJobs(lines).map(names)).toEqual([['Test Lead', 'Bluebird Logistics']])
})

test.each([
  ['Worked as a Data Analyst at Bluebird Logistics for two years.', ['Data Analyst', 'Bluebird Logistics']],
  ['My role as a quality engineer involved travel.', ['quality engineer', null]],
  ['Working with Harrow Systems Ltd since May.', [null, 'Harrow Systems Ltd']],
])('sentence %j', (text, job) => {
  expect(proseJobs(linesOf(text)).map(names)).toEqual([job])
})

test.each([
  ['as well as a good deal of travel', 0],
  ['known as the best of the year', 0],
])('no job in %j', (text, count) => {
  expect(proseJobs(linesOf(text))).toHaveLength(count)
})

const study = (text: string) =>
  untrack<Education[]>(studiesTold(linesOf(text), true), {}).map((item) => [
    item.degree_raw,
    item.institution,
    item.graduation_year,
  ])

test.each([
  [
    'B.E. in Computer Science Velan Institute of Technology 2014 HSC Sunrise Junior College 2010',
    [
      ['B.E. in Computer Science', 'Velan Institute of Technology', 2014],
      ['HSC', 'Sunrise Junior College', 2010],
    ],
  ],
  [
    '2011 Master of Arts in History, University of Westmark',
    [['Master of Arts in History', 'University of Westmark', 2011]],
  ],
  ['MCA from Northfield University, 2009', [['MCA', 'Northfield University', 2009]]],
  ['Post Graduate Diploma in Marketing', [['Post Graduate Diploma in Marketing', null, null]]],
  ['the Lincoln High School corridors', [[null, 'Lincoln High School', null]]],
])('studies of %j', (text, studies) => {
  expect(study(text)).toEqual(studies)
})

test('two capitals are a degree where studies are told or before a subject', () => {
  const found = (text: string) => studiesTold(linesOf(text), false)
  expect(found('Good at MS Office and MS Excel')).toEqual([])
  expect(found('I hold an MS in Physics')).toHaveLength(1)
})

test.each([
  ['Marla Quimby 14 Fennel Street', 'Marla Quimby'],
  ['Curriculum Vitae Marla J. Quimby, PhD', 'Marla J. Quimby,'],
  ['Marla Quimby Peoria, Illinois', 'Marla Quimby'],
  ['MARLA QUIMBY Software Developer', 'MARLA QUIMBY'],
  ['Resume 1/2014 Marla Quimby Marketing assistant', 'Marla Quimby'],
  ['Personal data Name : Marla Quimby Gender : female', 'Marla Quimby'],
  ['manages people and budgets', null],
])('the name that %j opens with', (text, name) => {
  const words = wordsOf(text)
  const found = openingName(words)
  expect(
    found
      ? words
          .slice(found.from, found.to)
          .map((word) => word.text)
          .join(' ')
      : null,
  ).toBe(name)
})

test.each([
  ['Lives at 14 Fennel Street Springfield, IL 62701 since May', 'Springfield, IL', 'US'],
  ['from Nagpur, Maharashtra - Email me', 'Nagpur, Maharashtra', 'IN'],
  ['Bluebird Logistics New Delhi India', 'New Delhi India', 'IN'],
])('the first place of %j', (text, place, country) => {
  const found = firstPlace(linesOf(text))
  expect([found?.slice.text, found?.country]).toEqual([place, country])
})

test('two letters are a state only behind a comma', () => {
  expect(firstPlace(linesOf('Worked IN Java OR Python'))).toBeNull()
})

test('employers by their last words', () => {
  const found = (text: string, isOfJobs: boolean) =>
    companiesIn(linesOf(text), isOfJobs).map((slice) => slice.text)
  expect(found('sold to Quill Systems Pvt. Ltd. and to Harrow, Inc. in May', false)).toEqual([
    'Quill Systems Pvt. Ltd.',
    'Harrow, Inc.',
  ])
  expect(found('nurse of Westmark Hospital', true)).toEqual(['Westmark Hospital'])
  expect(found('nurse of Westmark Hospital', false)).toEqual([])
  expect(found('Senior Software Engineer, 2019', true)).toEqual([])
})
