import type { Rate } from './rates.ts'

/** Terms this close to the observed one count as equal: they are sums of rounded logarithms. */
const TIE = 1e-7

/**
 * Fisher's exact test, two-sided: how likely a table at least as unlikely as this one is, if both groups had one
 * rate and all margins stood. 1 where a margin is empty. Its time grows with the smallest margin.
 */
export function fisherExact(one: Rate, other: Rate): number {
  const all = one.applicants + other.applicants
  const favoured = one.favoured + other.favoured
  const least = Math.max(0, favoured - other.applicants)
  const most = Math.min(one.applicants, favoured)
  if (least === most) return 1
  const logOf = (k: number) =>
    logChoose(one.applicants, k) + logChoose(other.applicants, favoured - k) - logChoose(all, favoured)
  // Relative to the likeliest table, so that nothing that counts is too small for a number.
  const mode = clamp(Math.floor(((favoured + 1) * (one.applicants + 1)) / (all + 2)), least, most)
  const top = logOf(mode)
  const limit = Math.exp(logOf(one.favoured) - top) * (1 + TIE)
  let extreme = 0
  let total = 0
  for (let k = least; k <= most; k++) {
    const likelihood = Math.exp(logOf(k) - top)
    total += likelihood
    if (likelihood <= limit) extreme += likelihood
  }
  return Math.min(1, extreme / total)
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

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

const EXACT = 256
const small: number[] = [0]
for (let n = 1; n < EXACT; n++) small.push((small[n - 1] ?? 0) + Math.log(n))

/** Stirling's series from where its first dropped term is below the precision of a number. */
function logFactorial(n: number): number {
  const known = small[n]
  if (known !== undefined) return known
  const square = n * n
  const correction = 1 / (12 * n) - 1 / (360 * n * square) + 1 / (1260 * n * square * square)
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + correction
}
