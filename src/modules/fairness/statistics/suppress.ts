import type { ImpactRow } from './impact-table.ts'
import type { Ll144Tables } from './ll144.ts'

type Tables = Pick<Ll144Tables, 'sex' | 'race_ethnicity' | 'intersectional'>

/** Groups smaller than this are not shown where people could be told from them. */
export const SMALLEST_SHOWN = 5

/** Groups whose numbers, times their sign, add up to something that everybody may know. */
export type Sum = ReadonlyMap<string, 1 | -1>

/**
 * The groups to hide, by `keyOf`: those too small, and further ones, smallest first, until no small one can be worked
 * out from the sums and the small ones of a table are not alone.
 */
export function groupsToHide(tables: Tables): ReadonlySet<string> {
  const sizes = new Map(
    TABLES.flatMap((table) => tables[table].map((row) => [keyOf(table, row), row.applicants] as const)),
  )
  const isSmall = (key: string) => (sizes.get(key) ?? 0) < SMALLEST_SHOWN
  const sums = sumsOf(tables)
  const hidden = new Set([...sizes.keys()].filter(isSmall))
  const hideOneOf = (keys: Iterable<string>): boolean => {
    const shown = [...keys].filter((key) => !hidden.has(key))
    const [next] = shown.sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0))
    if (next !== undefined) hidden.add(next)
    return next !== undefined
  }
  const goneIn = (sum: Sum) => [...sum.keys()].filter((key) => hidden.has(key))
  for (let changes = true; changes; ) {
    const isTold = [...workedOut(sums, [...hidden])].some(isSmall)
    // What is the only one hidden in its sum gives away itself, and others through it.
    const next = isTold
      ? sums.filter((sum) => goneIn(sum).length > 0).sort((a, b) => goneIn(a).length - goneIn(b).length)
      : sums.filter((sum, i) => i >= sums.length - TABLES.length && isAlone(goneIn(sum), sizes))
    changes = next.some((sum) => hideOneOf(sum.keys()))
  }
  return hidden
}

function isAlone(gone: readonly string[], sizes: ReadonlyMap<string, number>): boolean {
  const together = gone.reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0)
  return gone.length > 0 && together < SMALLEST_SHOWN
}

export const keyOf = (table: keyof Tables, { category }: Pick<ImpactRow, 'category'>): string =>
  `${table}:${category.join('/')}`

const TABLES = ['sex', 'race_ethnicity', 'intersectional'] as const

/** That each group is the sum of those it is made of, and last the total of each table. */
export function sumsOf(tables: Tables): Sum[] {
  const totals = TABLES.map((table): Sum => new Map(tables[table].map((row) => [keyOf(table, row), 1])))
  const parts = (table: 'race_ethnicity' | 'sex', place: 0 | 1) =>
    tables[table].map((row): Sum => {
      const made = tables.intersectional.filter(({ category }) => category[place] === row.category[0])
      const members = made.map((part) => [keyOf('intersectional', part), 1] as const)
      return new Map<string, 1 | -1>([[keyOf(table, row), -1], ...members])
    })
  return [...parts('race_ethnicity', 0), ...parts('sex', 1), ...totals]
}

/** Which of the hidden groups the sums determine: Gauss-Jordan over numbers that stay whole or nearly so. */
function workedOut(sums: readonly Sum[], hidden: readonly string[]): Set<string> {
  const rows = sums.map((sum) => hidden.map((key): number => sum.get(key) ?? 0))
  let done = 0
  for (let column = 0; column < hidden.length; column++) {
    const found = rows.findIndex((row, i) => i >= done && isSome(row[column]))
    const [pivot] = found < 0 ? [] : rows.splice(found, 1)
    if (pivot === undefined) continue
    const unit = pivot.map((value) => value / (pivot[column] ?? 1))
    for (const [i, row] of rows.entries()) {
      const times = row[column] ?? 0
      if (isSome(times)) rows[i] = row.map((value, at) => value - times * (unit[at] ?? 0))
    }
    rows.splice(done++, 0, unit)
  }
  const single = rows.filter((row) => row.filter(isSome).length === 1)
  return new Set(single.map((row) => hidden[row.findIndex(isSome)] ?? ''))
}

const isSome = (value: number | undefined): boolean => Math.abs(value ?? 0) > 1e-9
