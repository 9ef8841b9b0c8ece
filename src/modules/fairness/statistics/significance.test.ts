import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { impactTable } from './impact-table.ts'
import { printedRate, printedRatio } from './rates.ts'
import { fisherExact, standardDeviations } from './significance.ts'

const rate = (favoured: number, applicants: number) => ({ favoured, applicants })
const rates = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => rate(Math.min(a, b), Math.max(a, b)))

describe('fisherExact', () => {
  it('agrees with the lady tasting tea and with Fisher’s convicts', () => {
    expect(fisherExact(rate(3, 4), rate(1, 4))).toBeCloseTo(34 / 70, 12)
    expect(fisherExact(rate(10, 13), rate(2, 17))).toBeCloseTo(0.0005367241, 10)
  })

  it('agrees with whole numbers, table by table', () => {
    fc.assert(
      fc.property(rates, rates, (one, other) => {
        expect(fisherExact(one, other)).toBeCloseTo(byCounting(one, other), 9)
      }),
    )
  })

  it('is the same from both sides, and for those not favoured', () => {
    fc.assert(
      fc.property(rates, rates, (one, other) => {
        const p = fisherExact(one, other)
        const left = (r: typeof one) => rate(r.applicants - r.favoured, r.applicants)
        expect(fisherExact(other, one)).toBeCloseTo(p, 9)
        expect(fisherExact(left(one), left(other))).toBeCloseTo(p, 9)
      }),
    )
  })

  it('holds for tables of hundreds of thousands', () => {
    expect(fisherExact(rate(50_000, 100_000), rate(50_000, 100_000))).toBeCloseTo(1, 6)
    expect(fisherExact(rate(50_000, 100_000), rate(50_450, 100_000))).toBeCloseTo(0.0446, 3)
    expect(fisherExact(rate(10_000, 100_000), rate(90_000, 100_000))).toBe(0)
    expect(fisherExact(rate(500_000, 1_000_000), rate(500_000, 1_000_000))).toBeCloseTo(1, 6)
  })

  it('knows nothing of empty groups', () => {
    expect(fisherExact(rate(0, 0), rate(3, 9))).toBe(1)
    expect(fisherExact(rate(5, 5), rate(9, 9))).toBe(1)
  })
})

describe('standardDeviations', () => {
  it('is the pooled test of two shares', () => {
    // Pooled share .4, deviation sqrt(.24 x .02) = .069282, difference .2.
    expect(standardDeviations(rate(50, 100), rate(30, 100))).toBeCloseTo(2.88675, 5)
    expect(standardDeviations(rate(0, 0), rate(3, 9))).toBe(0)
  })
})

describe('printed numbers', () => {
  it('are rounded once, from the counts', () => {
    expect(printedRate(rate(1, 8), 2)).toBe(0.13)
    expect(printedRate(rate(1005, 10_000), 3)).toBe(0.101)
    expect(printedRate(rate(0, 0), 3)).toBeNull()
    // .8445 rounded to three decimals and then to two would be .85.
    expect(printedRatio(rate(8445, 10_000), rate(1, 1), 2)).toBe(0.84)
  })

  it('need no tables of a size that fits a double', () => {
    const big = Number.MAX_SAFE_INTEGER
    expect(printedRatio(rate(big - 1, big), rate(big, big), 3)).toBe(1)
  })
})

describe('impactTable', () => {
  const table = (...groups: ReturnType<typeof rate>[]) =>
    impactTable(groups.map((group, i) => ({ ...group, category: [String(i)] })))

  it('is below four-fifths only when below, to the last applicant', () => {
    expect(table(rate(50, 100), rate(40, 100))[1]).toMatchObject({
      impact_ratio: 0.8,
      below_four_fifths: false,
    })
    expect(table(rate(5000, 10_000), rate(3999, 10_000))[1]).toMatchObject({
      impact_ratio: 0.8,
      below_four_fifths: true,
    })
  })

  it('is no breach where chance explains it', () => {
    expect(table(rate(5, 8), rate(3, 8))[1]).toMatchObject({ below_four_fifths: true, significant: false })
    expect(table(rate(50, 80), rate(30, 80))[1]).toMatchObject({ below_four_fifths: true, significant: true })
  })

  it('has no ratios where nobody was favoured', () => {
    expect(table(rate(0, 5), rate(0, 9)).map((row) => row.impact_ratio)).toEqual([null, null])
    expect(table()).toEqual([])
  })
})

/** By binomial coefficients as whole numbers. */
function byCounting(one: { favoured: number; applicants: number }, other: typeof one): number {
  const favoured = one.favoured + other.favoured
  const ways = (k: number) => choose(one.applicants, k) * choose(other.applicants, favoured - k)
  const least = Math.max(0, favoured - other.applicants)
  const most = Math.min(one.applicants, favoured)
  let extreme = 0n
  let all = 0n
  for (let k = least; k <= most; k++) {
    all += ways(k)
    if (ways(k) <= ways(one.favoured)) extreme += ways(k)
  }
  return Number((extreme * 10n ** 15n) / all) / 1e15
}

function choose(n: number, k: number): bigint {
  let ways = 1n
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1)
  return ways
}
