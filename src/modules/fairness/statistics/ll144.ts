import { type ImpactRow, impactTable, type TableOptions } from './impact-table.ts'
import type { Rate } from './rates.ts'

/** Of Component 1 of the EEO-1 report, in its order; who answers otherwise is a category of their own. */
export const SEXES = ['male', 'female', 'non_binary'] as const
export const RACES = [
  'hispanic_or_latino',
  'white',
  'black_or_african_american',
  'native_hawaiian_or_pacific_islander',
  'asian',
  'native_american_or_alaska_native',
  'two_or_more_races',
] as const
export type Sex = (typeof SEXES)[number]
export type Race = (typeof RACES)[number]

/** How many of one sex and race; null is unknown or declined. */
export interface Cell extends Rate {
  sex: Sex | null
  race_ethnicity: Race | null
}

export interface Ll144Tables {
  sex: ImpactRow[]
  race_ethnicity: ImpactRow[]
  /** Categories are [race_ethnicity, sex]. */
  intersectional: ImpactRow[]
  assessed: number
  /** Sex or race unknown: outside of the intersectional table. */
  unknown: number
}

/** The tables of 6 RCNY 5-301: each by what is known for it, groups nobody belongs to left out. */
export function ll144Tables(cells: readonly Cell[], options: TableOptions = {}): Ll144Tables {
  const tableOf = (categories: string[][], categoryOf: (cell: Cell) => readonly string[]) =>
    impactTable(
      categories
        .map((category) => ({
          category,
          ...sumOf(cells.filter((cell) => isSame(categoryOf(cell), category))),
        }))
        .filter(({ applicants }) => applicants > 0),
      options,
    )
  const both = RACES.flatMap((race) => SEXES.map((sex) => [race, sex]))
  return {
    sex: tableOf(
      SEXES.map((sex) => [sex]),
      ({ sex }) => [sex ?? ''],
    ),
    race_ethnicity: tableOf(
      RACES.map((race) => [race]),
      ({ race_ethnicity }) => [race_ethnicity ?? ''],
    ),
    intersectional: tableOf(both, ({ sex, race_ethnicity }) => [race_ethnicity ?? '', sex ?? '']),
    assessed: sumOf(cells).applicants,
    unknown: sumOf(cells.filter(({ sex, race_ethnicity }) => sex === null || race_ethnicity === null))
      .applicants,
  }
}

export interface Scored {
  sex: Sex | null
  race_ethnicity: Race | null
  /** Hundredths. */
  score: number
}

/**
 * Favoured is who scores above the median of the full sample, those of unknown category among it: who answers
 * about themselves must not move the line.
 */
export function scoringCells(sample: readonly Scored[]): { median: number | null; cells: Cell[] } {
  const median = medianOf(sample.map(({ score }) => score))
  const cells = new Map<string, Cell>()
  for (const { sex, race_ethnicity, score } of sample) {
    const key = `${sex}/${race_ethnicity}`
    const cell = cells.get(key) ?? { sex, race_ethnicity, applicants: 0, favoured: 0 }
    cell.applicants++
    if (median !== null && score > median) cell.favoured++
    cells.set(key, cell)
  }
  return { median, cells: [...cells.values()] }
}

/** Of two in the middle their mean. */
function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2
}

function sumOf(cells: readonly Cell[]): Rate {
  return cells.reduce(
    (sum, { applicants, favoured }) => ({
      applicants: sum.applicants + applicants,
      favoured: sum.favoured + favoured,
    }),
    { applicants: 0, favoured: 0 },
  )
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.every((part, i) => part === b[i])
}
