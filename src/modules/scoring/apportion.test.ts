import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportion, divideRounded } from './apportion.ts'

describe('apportion', () => {
  it('adds up exactly, and no part is a whole unit off its share', () => {
    const shares = fc.array(fc.nat(1e8), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(fc.nat(10_000), shares, (total, given) => {
        const sum = given.reduce((a, b) => a + b, 0)
        fc.pre(sum > 0)
        const parts = apportion(total, given)
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
        for (const [i, share] of given.entries()) {
          expect(Math.abs((parts[i] ?? 0) - (total * share) / sum)).toBeLessThan(1)
        }
      }),
    )
  })

  it('gives nothing where there are no shares', () => {
    expect(apportion(10, [0, 0])).toEqual([0, 0])
  })
})

it('rounds halves up', () => {
  expect([5, 4, 15, 14].map((dividend) => divideRounded(dividend, 10))).toEqual([1, 0, 2, 1])
})
