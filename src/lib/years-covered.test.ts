import { expect, test } from 'vitest'
import { yearsCovered } from './years-covered.ts'

const asOf = new Date('2026-06-15T00:00:00Z')
const years = (...spans: [string | null, string | null][]) =>
  yearsCovered(
    spans.map(([start_date, end_date]) => ({ start_date, end_date, current: end_date === null })),
    asOf,
  )

test('the last month counts', () => {
  expect(years(['2020-01', '2021-12'])).toBe(2)
  expect(years(['2020-01-31', '2020-01-31'])).toBe(0.1)
})

test('spans that overlap, touch or contain each other count once', () => {
  expect(years(['2018-01', '2019-12'], ['2019-01', '2020-12'])).toBe(3)
  expect(years(['2020-01', '2020-12'], ['2021-01', '2021-12'])).toBe(2)
  expect(years(['2015-01', '2020-12'], ['2017-01', '2017-12'])).toBe(6)
})

test('a gap does not count', () => {
  expect(years(['2010-01', '2010-12'], ['2020-01', '2020-12'])).toBe(2)
})

test('an open span ends now, and nothing counts beyond', () => {
  expect(years(['2025-07', null])).toBe(1)
  expect(years(['2025-07', '2040-01'])).toBe(1)
  expect(years(['2030-01', null])).toBe(0)
})

test('a year alone is its middle', () => {
  expect(years(['2018', '2020'])).toBe(2)
  expect(years(['2018', '2018'])).toBe(0.5)
  expect(years(['2018', '2018-12-31'])).toBe(0.5)
})

test('what has no beginning or ends before it says nothing', () => {
  expect(years()).toBeNull()
  expect(years([null, '2020'])).toBeNull()
  expect(years(['2020', '2019'])).toBeNull()
  expect(yearsCovered([{ start_date: '2020', end_date: null, current: false }], asOf)).toBeNull()
})
