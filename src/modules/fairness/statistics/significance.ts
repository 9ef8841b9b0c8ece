import type { Rate } from './rates.ts'

/** Likelihoods this close to the observed one count as equal: they are products of rounded numbers. */
const TIE = 1e-7

/**
 * Fisher's exact test, two-sided: how likely a table at least as unlikely as this one is, if both groups had one
 * rate and all margins stood. 1 where a margin is empty, 0 where it is less than a number can say. Tables far from
 * the likeliest are not visited, so that a million applicants take a moment.
 */
export function fisherExact(one: Rate, other: Rate): number {
  const favoured = one.favoured + other.favoured
  const least = Math.max(0, favoured - other.applicants)
  const most = Math.min(one.applicants, favoured)
  if (least === most) return 1
  // By how much the table of k + 1 favoured in the first group is likelier than that of k.
  const step = (k: number) =>
    ((one.applicants - k) * (favoured - k)) / ((k + 1) * (other.applicants - favoured + k + 1))
  const likeliest = ((favoured + 1) * (one.applicants + 1)) / (one.applicants + other.applicants + 2)
  const mode = Math.min(most, Math.max(least, Math.floor(likeliest)))
  const likelihoods = new Map([[mode, 1]])
  let likelihood = 1
  for (let k = mode; k < most && likelihood > 0; k++) {
    likelihood *= step(k)
    likelihoods.set(k + 1, likelihood)
  }
  likelihood = 1
  for (let k = mode; k > least && likelihood > 0; k--) {
    likelihood /= step(k - 1)
    likelihoods.set(k - 1, likelihood)
  }
  const limit = (likelihoods.get(one.favoured) ?? 0) * (1 + TIE)
  let extreme = 0
  let total = 0
  for (const each of likelihoods.values()) {
    total += each
    if (each <= limit) extreme += each
  }
  return extreme / total
}

/**
 * By how many standard deviations the rates differ (pooled two-sample test of proportions); courts take more than
 * two or three as no chance (Hazelwood v. United States, 433 U.S. 299, 1977). 0 where nothing can differ.
 */
export function standardDeviations(one: Rate, other: Rate): number {
  const all = one.applicants + other.applicants
  const favoured = one.favoured + other.favoured
  if (one.applicants === 0 || other.applicants === 0 || favoured === 0 || favoured === all) return 0
  const pooled = favoured / all
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / one.applicants + 1 / other.applicants))
  return Math.abs(one.favoured / one.applicants - other.favoured / other.applicants) / deviation
}
