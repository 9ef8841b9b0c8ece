import { describe, expect, it } from 'vitest'
import { type Group, impactTable } from './impact-table.ts'
import {
  type Cell,
  ll144Tables,
  RACES,
  type Race,
  type Scored,
  SEXES,
  type Sex,
  scoringCells,
} from './ll144.ts'

// The two worked examples of 6 RCNY 5-301, as adopted by the Department of Consumer and Worker Protection in its
// Notice of Adoption of April 2023. The numbers were read from a public transcription of the notice, and the second
// example also from another one; the notice itself could not be fetched when this was written. All printed values
// follow from the printed counts, but for two that the rule itself has otherwise:
// - 18 of 28 is 64.29 %, which the rule prints as 64.2 % and we as 64.3 %;
// - the 408 Hispanic or Latino applicants of its table by race are 395 in its intersectional table.

const table = (rows: ReadonlyArray<readonly [applicants: number, favoured: number]>, digits: number) =>
  impactTable(
    rows.map(([applicants, favoured], i): Group => ({ category: [String(i)], applicants, favoured })),
    { digits },
  )

describe('the first example of 6 RCNY 5-301: selection', () => {
  it('by sex', () => {
    const counts = [
      [1390, 667],
      [1181, 555],
    ] as const
    expect(table(counts, 2).map(({ rate }) => rate)).toEqual([0.48, 0.47])
    expect(table(counts, 3).map(({ impact_ratio }) => impact_ratio)).toEqual([1, 0.979])
  })

  it('by race and ethnicity', () => {
    const rows = table(
      [
        [408, 204],
        [797, 412],
        [390, 170],
        [119, 52],
        [616, 302],
        [41, 18],
        [213, 96],
      ],
      2,
    )
    expect(rows.map(({ rate }) => rate)).toEqual([0.5, 0.52, 0.44, 0.44, 0.49, 0.44, 0.45])
    expect(rows.map(({ impact_ratio }) => impact_ratio)).toEqual([0.97, 1, 0.84, 0.85, 0.95, 0.85, 0.87])
  })

  // In the order of the rule: Hispanic or Latino, White, Black, Pacific Islander, Asian, Native American, two or more.
  const MALE = [
    [205, 90, 0.439, 0.841],
    [412, 215, 0.522, 1],
    [226, 95, 0.42, 0.806],
    [87, 37, 0.425, 0.815],
    [321, 167, 0.52, 0.997],
    [24, 11, 0.458, 0.878],
    [115, 52, 0.452, 0.866],
  ] as const
  const FEMALE = [
    [190, 82, 0.432, 0.827],
    [385, 197, 0.512, 0.981],
    [164, 75, 0.457, 0.876],
    [32, 15, 0.469, 0.898],
    [295, 135, 0.458, 0.877],
    [17, 7, 0.412, 0.789],
    [98, 44, 0.449, 0.86],
  ] as const

  it('by both', () => {
    const cells = cellsOf(MALE, FEMALE)
    const tables = ll144Tables([
      ...cells,
      { sex: null, race_ethnicity: 'white', applicants: 250, favoured: 100 },
    ])
    for (const [i, race] of RACES.entries()) {
      const shown = (sex: Sex) => {
        const row = tables.intersectional.find(({ category }) => category[0] === race && category[1] === sex)
        return [row?.applicants, row?.favoured, row?.rate, row?.impact_ratio]
      }
      expect(shown('male')).toEqual(MALE[i])
      expect(shown('female')).toEqual(FEMALE[i])
    }
    expect(tables).toMatchObject({ unknown: 250, assessed: 2571 + 250 })
    expect(tables.sex.map(({ applicants, impact_ratio }) => [applicants, impact_ratio])).toEqual([
      [1390, 1],
      [1181, 0.979],
    ])
  })

  it('may leave out what is below 2 % of the data, with its count and rate', () => {
    const { intersectional } = ll144Tables(cellsOf(MALE, FEMALE), { excludeSmall: true })
    const excluded = intersectional.filter((row) => row.excluded)
    expect(excluded.map(({ category, applicants, rate }) => [...category, applicants, rate])).toEqual([
      ['native_hawaiian_or_pacific_islander', 'female', 32, 0.469],
      ['native_american_or_alaska_native', 'male', 24, 0.458],
      ['native_american_or_alaska_native', 'female', 17, 0.412],
    ])
    for (const row of excluded)
      expect(row).toMatchObject({ impact_ratio: null, p_value: null, significant: false })
    expect(intersectional).toHaveLength(14)
  })
})

describe('the second example of 6 RCNY 5-301: scoring', () => {
  // The rule prints applicants and scoring rates; from them follow how many of each stand above the median.
  const MALE = [
    [16, 12, 0.75, 1],
    [20, 7, 0.35, 0.47],
    [20, 10, 0.5, 0.67],
    [4, 3, 0.75, 1],
    [12, 7, 0.583, 0.78],
    [8, 5, 0.625, 0.83],
    [12, 6, 0.5, 0.67],
  ] as const
  const FEMALE = [
    [12, 6, 0.5, 0.67],
    [20, 8, 0.4, 0.53],
    [12, 6, 0.5, 0.67],
    [4, 2, 0.5, 0.67],
    [12, 3, 0.25, 0.33],
    [8, 5, 0.625, 0.83],
    [8, 4, 0.5, 0.67],
  ] as const

  const { median, cells } = scoringCells(sampleOf(MALE, FEMALE))
  const rates = ll144Tables(cells, { digits: 3 })
  const ratios = ll144Tables(cells, { digits: 2 })
  const shown = (name: 'sex' | 'race_ethnicity' | 'intersectional') =>
    rates[name].map((row, i) => [row.applicants, row.rate, ratios[name][i]?.impact_ratio])

  it('takes the median of the full sample', () => {
    expect(median).toBe(5000)
    expect(rates).toMatchObject({ assessed: 168 + 15, unknown: 15 })
  })

  it('by sex', () => {
    expect(shown('sex')).toEqual([
      [92, 0.543, 1],
      [76, 0.447, 0.82],
    ])
  })

  it('by race and ethnicity', () => {
    expect(shown('race_ethnicity')).toEqual([
      [28, 0.643, 1], // printed as 64.2 % in the rule
      [40, 0.375, 0.58],
      [32, 0.5, 0.78],
      [8, 0.625, 0.97],
      [24, 0.417, 0.65],
      [16, 0.625, 0.97],
      [20, 0.5, 0.78],
    ])
  })

  it('by both', () => {
    const printed = RACES.flatMap((_, i) => [MALE[i], FEMALE[i]].map((row) => [row?.[0], row?.[2], row?.[3]]))
    expect(shown('intersectional')).toEqual(printed)
  })
})

type Printed = ReadonlyArray<readonly [applicants: number, favoured: number, ...unknown[]]>

function cellsOf(male: Printed, female: Printed): Cell[] {
  return SEXES.slice(0, 2).flatMap((sex, column) =>
    RACES.map((race_ethnicity, i) => {
      const [applicants = 0, favoured = 0] = (column === 0 ? male : female)[i] ?? []
      return { sex, race_ethnicity, applicants, favoured }
    }),
  )
}

/** People with scores above and below 5000, and 15 of unknown sex on it. */
function sampleOf(male: Printed, female: Printed): Scored[] {
  const people = cellsOf(male, female).flatMap(({ sex, race_ethnicity, applicants, favoured }) =>
    Array.from({ length: applicants }, (_, i) => ({
      sex,
      race_ethnicity,
      score: i < favoured ? 5001 + i : 4999 - i,
    })),
  )
  const race_ethnicity: Race = 'asian'
  return [...people, ...Array.from({ length: 15 }, () => ({ sex: null, race_ethnicity, score: 5000 }))].map(
    (person) => (person.sex === null ? { ...person, race_ethnicity: null } : person),
  )
}
