/** From the first month to before the second, counted from year 0. */
export type MonthRange = readonly [start: number, end: number]

/** 'YYYY' is taken as the middle of its year; null for what is no date. */
export function monthIndex(date: string | null): number | null {
  const parts = /^(\d{4})(?:-(\d{2}))?/.exec(date ?? '')
  if (parts === null) return null
  const month = parts[2] === undefined ? 7 : Number(parts[2])
  return month >= 1 && month <= 12 ? Number(parts[1]) * 12 + month - 1 : null
}

/** Months in any of the ranges, each once. */
export function monthsCovered(ranges: readonly MonthRange[]): number {
  let covered = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    covered += Math.max(0, end - Math.max(start, reached))
    reached = Math.max(reached, end)
  }
  return covered
}
