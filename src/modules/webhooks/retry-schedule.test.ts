import { expect, test } from 'vitest'
import { retryAt } from './retry-schedule.ts'

const at = new Date('2026-01-01T00:00:00Z')
const waitOf = (failures: number, id = 'd1') => (retryAt(id, failures, at).getTime() - at.getTime()) / 1000

test.each([
  [1, 5],
  [2, 300],
  [3, 1800],
  [4, 7200],
  [5, 18_000],
  [6, 36_000],
  [7, 50_400],
  [8, 72_000],
  [9, 86_400],
])('after %i failures the wait is %i seconds and at most a tenth more', (failures, seconds) => {
  for (const id of ['a', 'b', 'c', 'd']) {
    expect(waitOf(failures, id)).toBeGreaterThanOrEqual(seconds)
    expect(waitOf(failures, id)).toBeLessThanOrEqual(seconds * 1.1)
  }
})

test('deliveries that failed together come back apart, and each always at the same time', () => {
  expect(waitOf(3, 'a')).toBe(waitOf(3, 'a'))
  expect(new Set(['a', 'b', 'c', 'd'].map((id) => waitOf(3, id))).size).toBe(4)
})
