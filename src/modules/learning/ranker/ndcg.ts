/** Normalised discounted cumulative gain of gains in the order shown; undefined where no order is better than another. */
export function ndcg(gains: readonly number[], depth: number): number | undefined {
  const best = gains.toSorted((a, b) => b - a)
  const worst = best.at(-1)
  if (worst === undefined || worst === best[0]) return undefined
  return dcg(gains, depth) / dcg(best, depth)
}

export const dcg = (gains: readonly number[], depth: number): number =>
  gains.slice(0, depth).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0)

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length
