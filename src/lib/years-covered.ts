type Interval = [from: number, to: number]

/** Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export interface TimeSpan {
  start_date: string | null
  end_date: string | null
  current: boolean
}

/** Years with one decimal in the union of the spans, so that two jobs at once count once; null without any date. */
export function yearsCovered(spans: readonly TimeSpan[], asOf: Date): number | null {
  const now = asOf.getUTCFullYear() * 12 + asOf.getUTCMonth() + 1
  const intervals = spans
    .map((span) => interval(span, now))
    .filter((value) => value !== null)
    .sort((a, b) => a[0] - b[0])
  if (intervals.length === 0) return null
  let months = 0
  let reached = 0
  for (const [from, to] of intervals) {
    months += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return Math.round((months / 12) * 10) / 10
}

/** Months since year 0, the last month included. A year alone is taken as its middle. */
function interval({ start_date, end_date, current }: TimeSpan, now: number): Interval | null {
  if (!start_date) return null
  const from = Math.min(monthOf(start_date, 0), now)
  const to = current ? now : end_date ? Math.min(monthOf(end_date, 1), now) : null
  if (to === null || to < from) return null
  const isWithinOneYear = start_date === end_date && start_date.length === 4
  return [from, isWithinOneYear ? from + 6 : to]
}

function monthOf(date: string, included: number): number {
  const [year, month] = date.split('-').map(Number)
  if (year === undefined) return 0
  return month === undefined ? year * 12 + 6 : year * 12 + month - 1 + included
}
