import { isBelowFourFifths, isHigher, printedRate, printedRatio, type Rate } from './rates.ts'
import { fisherExact, standardDeviations } from './significance.ts'

export interface Group extends Rate {
  /** One word for a table by sex or race, two for one by both. */
  category: string[]
}

export interface ImpactRow extends Group {
  /** 0..1. */
  rate: number | null
  /** Rate over the highest rate; null where excluded, or where nobody was favoured. */
  impact_ratio: number | null
  below_four_fifths: boolean
  /** Below 2 % of the data: shown with count and rate, but no ratio (6 RCNY 5-301(d)). */
  excluded: boolean
  /** Fisher's exact test against the group of the highest rate. */
  p_value: number | null
  standard_deviations: number | null
  /** Below four-fifths, and hardly by chance. */
  significant: boolean
}

export interface TableOptions {
  /** Decimals; the rule prints two and three. */
  digits?: number
  excludeSmall?: boolean
}

/** Below this a difference is hardly chance. */
const SIGNIFICANT_P = 0.05
/** A group is small below one in this many. */
const SMALL_ONE_IN = 50
const DIGITS = 3
const P_DIGITS = 4

/** Rates and impact ratios of groups, in the order given: 6 RCNY 5-300 and 5-301, 29 CFR 1607.4(D). */
export function impactTable(groups: readonly Group[], options: TableOptions = {}): ImpactRow[] {
  const { digits = DIGITS, excludeSmall = false } = options
  const all = groups.reduce((sum, { applicants }) => sum + applicants, 0)
  const isExcluded = (group: Group) => excludeSmall && group.applicants * SMALL_ONE_IN < all
  const highest = highestOf(groups.filter((group) => !isExcluded(group)))
  return groups.map((group) => {
    const counts = { ...group, rate: printedRate(group, digits), excluded: isExcluded(group) }
    if (counts.excluded || highest === null || group.applicants === 0) return { ...counts, ...NO_RATIO }
    const p = fisherExact(group, highest)
    const below_four_fifths = isBelowFourFifths(group, highest)
    return {
      ...counts,
      impact_ratio: printedRatio(group, highest, digits),
      below_four_fifths,
      p_value: rounded(p, P_DIGITS),
      standard_deviations: rounded(standardDeviations(group, highest), 2),
      significant: below_four_fifths && p < SIGNIFICANT_P,
    }
  })
}

const NO_RATIO = {
  impact_ratio: null,
  below_four_fifths: false,
  p_value: null,
  standard_deviations: null,
  significant: false,
} as const

/** The first of those with the highest rate; null where nobody is favoured. */
function highestOf(groups: readonly Group[]): Group | null {
  let highest: Group | null = null
  for (const group of groups) {
    if (group.favoured > 0 && (highest === null || isHigher(group, highest))) highest = group
  }
  return highest
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
