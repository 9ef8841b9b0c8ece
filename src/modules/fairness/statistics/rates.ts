/** A share of a group, kept as counts: only what is printed is rounded, and once. */
export interface Rate {
  favoured: number
  applicants: number
}

/** Exactly rounded, halves up, to this many decimals; null where there is nothing to divide by. */
export function printedRate({ favoured, applicants }: Rate, digits: number): number | null {
  return printed(BigInt(favoured), BigInt(applicants), digits)
}

/** The rate of one group over that of another. */
export function printedRatio(of: Rate, over: Rate, digits: number): number | null {
  return printed(...fraction(of, over), digits)
}

/** 29 CFR 1607.4(D): less than four-fifths of the highest rate. */
export function isBelowFourFifths(of: Rate, over: Rate): boolean {
  const [numerator, denominator] = fraction(of, over)
  return denominator > 0n && numerator * 5n < denominator * 4n
}

export function isHigher(a: Rate, b: Rate): boolean {
  return BigInt(a.favoured) * BigInt(b.applicants) > BigInt(b.favoured) * BigInt(a.applicants)
}

function fraction(of: Rate, over: Rate): [numerator: bigint, denominator: bigint] {
  return [BigInt(of.favoured) * BigInt(over.applicants), BigInt(of.applicants) * BigInt(over.favoured)]
}

function printed(numerator: bigint, denominator: bigint, digits: number): number | null {
  if (denominator === 0n) return null
  const scale = 10n ** BigInt(digits)
  const rounded = (2n * numerator * scale + denominator) / (2n * denominator)
  return Number(`${rounded / scale}.${String(rounded % scale).padStart(digits, '0')}`)
}
