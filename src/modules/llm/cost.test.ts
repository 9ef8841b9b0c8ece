import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { costOf, mostItCosts } from './cost.ts'

const price = { input: 2_500_000, cachedInput: 250_000, cacheWrite: 3_125_000, output: 10_000_000 }
const tokens = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 }

describe('the cost of a call', () => {
  test.each([
    [{ input: 1_000_000 }, 2_500_000],
    [{ output: 1 }, 10],
    [{ input: 1 }, 3], // 2.5
    [{ input: 3 }, 8], // 7.5
    [{ input: 1_000, cachedInput: 400, cacheWrite: 100 }, 500 * 2.5 + 400 * 0.25 + Math.round(100 * 3.125)],
  ])('of %j is %i micro-dollars', (used, cost) => {
    expect(costOf(price, { ...tokens, ...used })).toBe(Math.round(cost))
  })

  test('is rounded once, so it is no sum of rounded parts', () => {
    expect(costOf(price, { ...tokens, input: 1, cachedInput: 1 })).toBe(0)
    expect(costOf(price, { ...tokens, input: 3, cachedInput: 2 })).toBe(3)
  })

  test('of nothing is nothing', () => {
    expect(costOf(price, tokens)).toBe(0)
  })

  test('is never more than what was reserved for it', () => {
    const prices = fc.record({
      input: fc.nat(200_000_000),
      cachedInput: fc.nat(200_000_000),
      cacheWrite: fc.nat(200_000_000),
      output: fc.nat(200_000_000),
    })
    const used = fc.record({ bytes: fc.nat(200_000), maxOutputTokens: fc.nat(64_000) })
    fc.assert(
      fc.property(
        prices,
        used,
        fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(100)),
        (of, most, part) => {
          const [all, cached, written, output] = part as [number, number, number, number]
          const input = Math.floor((most.bytes * all) / 100)
          const cachedInput = Math.floor((input * Math.min(cached, written)) / 200)
          const cacheWrite = Math.floor((input * written) / 200)
          const answer = {
            input,
            cachedInput,
            cacheWrite,
            output: Math.floor((most.maxOutputTokens * output) / 100),
          }
          expect(costOf(of, answer)).toBeLessThanOrEqual(mostItCosts(of, most))
        },
      ),
      { seed: 6 },
    )
  })
})
