import { describe, expect, it } from 'vitest'
import { randomFrom } from '#src/lib/random.ts'
import { type Cell, ll144Tables, RACES, SEXES } from './ll144.ts'
import { groupsToHide, keyOf, sumsOf } from './suppress.ts'

describe('groupsToHide', () => {
  it('hides a small group and the one it could be worked out from', () => {
    const cell = (sex: 'male' | 'female', applicants: number): Cell => ({
      sex,
      race_ethnicity: 'asian',
      applicants,
      favoured: 0,
    })
    expect(groupsToHide(ll144Tables([cell('male', 40), cell('female', 3)])).has('sex:male')).toBe(true)
    expect(groupsToHide(ll144Tables([cell('male', 40), cell('female', 5)])).size).toBe(0)
  })

  it('leaves nothing small to be worked out by differencing, whatever the table', () => {
    const random = randomFrom(5)
    for (let round = 0; round < 2000; round++) {
      const cells = RACES.slice(0, 2 + (round % 6)).flatMap((race_ethnicity) =>
        SEXES.slice(0, 2 + (round % 2)).map((sex): Cell => {
          const applicants = Math.floor(random() ** 2 * 30)
          return { sex, race_ethnicity, applicants, favoured: 0 }
        }),
      )
      const tables = ll144Tables(cells)
      // Of fewer than five in all, no table says anything.
      if (tables.assessed < 5) continue
      const hidden = groupsToHide(tables)
      const small = [...hidden].filter((key) => sizeOf(tables, key) < 5)
      const known = workedOut(tables, hidden)
      expect(
        small.filter((key) => known.has(key)),
        JSON.stringify(cells),
      ).toEqual([])
    }
  })
})

type Tables = ReturnType<typeof ll144Tables>
const NAMES = ['sex', 'race_ethnicity', 'intersectional'] as const

function sizeOf(tables: Tables, key: string): number {
  return NAMES.flatMap((name) => tables[name].filter((row) => keyOf(name, row) === key))[0]?.applicants ?? 0
}

/** Of the hidden groups those without which the sums would say less: another way than that of the source. */
function workedOut(tables: Tables, hidden: ReadonlySet<string>): Set<string> {
  const names = [...hidden]
  const matrix = sumsOf(tables).map((sum) => names.map((name): number => sum.get(name) ?? 0))
  const rank = rankOf(matrix)
  return new Set(
    names.filter((_, i) => {
      const asked = names.map((_, at) => (at === i ? 1 : 0))
      return rankOf([...matrix, asked]) === rank
    }),
  )
}

function rankOf(matrix: number[][]): number {
  let rows = matrix
  let rank = 0
  for (let column = 0; column < (matrix[0]?.length ?? 0); column++) {
    const pivot = rows.find((row) => Math.abs(row[column] ?? 0) > 1e-9)
    if (pivot === undefined) continue
    rank++
    rows = rows
      .filter((row) => row !== pivot)
      .map((row) => {
        const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
        return row.map((value, i) => value - factor * (pivot[i] ?? 0))
      })
  }
  return rank
}
