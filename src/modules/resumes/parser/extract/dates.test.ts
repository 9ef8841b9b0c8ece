import { expect, test } from 'vitest'
import { findDates } from './dates.ts'

const range = (text: string) => {
  const [found, ...more] = findDates(text)
  expect(more).toEqual([])
  return found ? [found.start, found.current ? 'present' : found.end] : null
}

test.each([
  ['Mar 2019 - Present', '2019-03', 'present'],
  ['03/2019 – 05/2021', '2019-03', '2021-05'],
  ['2018-2020', '2018', '2020'],
  ['2018-19', '2018', '2019'],
  ['März 2020 bis Mai 2021', '2020-03', '2021-05'],
  ['depuis 2019', '2019', 'present'],
  ['seit 01/2019', '2019-01', 'present'],
  ['since March 2019', '2019-03', 'present'],
  ['Jan – Mar 2019', '2019-01', '2019-03'],
  ["Sept. '19 — Aug. '21", '2019-09', '2021-08'],
  ['2019-03-01 - 2020-01-15', '2019-03-01', '2020-01-15'],
  ['2019.03 - 2020.05', '2019-03', '2020-05'],
  ['01.03.2019 - 31.12.2020', '2019-03-01', '2020-12-31'],
  ['12/31/2019 - 01/15/2021', '2019-12-31', '2021-01-15'],
  ['3/19 - 5/21', '2019-03', '2021-05'],
  ['March 5, 2019 to April 6th, 2020', '2019-03-05', '2020-04-06'],
  ['février 2018 à aujourd’hui', '2018-02', 'present'],
  ['enero de 2018 - la actualidad', '2018-01', 'present'],
  ['gennaio 2018 - oggi', '2018-01', 'present'],
  ['janeiro de 2018 até o momento', '2018-01', 'present'],
  ['maart 2018 t/m heden', '2018-03', 'present'],
  ['Summer 2018 - Winter 2019', '2018-06', '2019-12'],
  ['Q1 2020 – Q3 2021', '2020-01', '2021-07'],
  ['2019 -', '2019', 'present'],
  ['2018/2019', '2018', '2019'],
  ['(2019 – heute)', '2019', 'present'],
  ['Von Oktober 2015 bis September 2018', '2015-10', '2018-09'],
  ['Senior Engineer, Acme\tMay 2019\t-\tPresent', '2019-05', 'present'],
])('%s', (text, start, end) => {
  expect(range(text)).toEqual([start, end])
})

test.each([
  ['May 2015', '2015-05'],
  ['2015', '2015'],
  ['Graduated: June 12, 2015', '2015-06-12'],
])('%s is a single date', (text, end) => {
  expect(findDates(text)).toMatchObject([{ start: null, end, single: true }])
})

test.each([
  'ISO9001',
  'raised $2019',
  '2019px wide',
  'may improve',
  '+1 415 555 2019',
  'version 1.2',
  '2022 1999-',
])('%s has no range', (text) => {
  expect(findDates(text).filter((found) => !found.single && !found.current)).toEqual([])
})

test('offsets hold exactly the range', () => {
  const text = 'Acme (Mar 2019 - Present) Berlin'
  const [found] = findDates(text)
  expect(text.slice(found?.from, found?.to)).toBe('Mar 2019 - Present')
})

test('a long line of bait is read in linear steps', () => {
  expect(findDates('2019 - '.repeat(50_000)).length).toBeGreaterThan(0)
})
