import { expect, it } from 'vitest'
import { monthIndex, monthsCovered } from './months.ts'

it('reads dates as precisely as they are', () => {
  expect(monthIndex('2020-03-31')).toBe(2020 * 12 + 2)
  expect(monthIndex('2020')).toBe(2020 * 12 + 6)
  expect([monthIndex('2020-13'), monthIndex('soon'), monthIndex(null)]).toEqual([null, null, null])
})

it('counts overlapping months once', () => {
  expect(
    monthsCovered([
      [10, 20],
      [15, 30],
      [40, 41],
      [12, 14],
    ]),
  ).toBe(21)
  expect(monthsCovered([])).toBe(0)
})
