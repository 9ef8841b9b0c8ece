import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoTime } from './iso-time.ts'

test('writes what toISOString writes', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(isoTime(date)).toBe(date.toISOString())
    }),
  )
})

test('refuses what is no time', () => {
  expect(() => isoTime(new Date(Number.NaN))).toThrow(RangeError)
})
