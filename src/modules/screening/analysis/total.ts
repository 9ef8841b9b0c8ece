import type { CriterionResult } from '#src/db/schema/screening.ts'

/** Weights have two decimals. */
const UNITS = 100

/** The weighted mean of what was scored, in hundredths, halves up; null where nothing was. */
export function totalOf(results: readonly CriterionResult[]): number | null {
  let sum = 0
  let weights = 0
  for (const { score, weight } of results) {
    if (score === null) continue
    const units = Math.round(weight * UNITS)
    sum += units * score * 100
    weights += units
  }
  return weights === 0 ? null : Math.floor((2 * sum + weights) / (2 * weights))
}
