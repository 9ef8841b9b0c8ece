/** As the provider counted them. */
export interface Tokens {
  /** With those read from and written to the provider's cache. */
  input: number
  cachedInput: number
  cacheWrite: number
  /** With those of its reasoning. */
  output: number
}

/** Ten times what any model takes in, and what any writes. */
const MOST_TOKENS = 10_000_000

/**
 * Undefined for a count that cannot be: one that is missing or no count, that has nothing of a question, more of it from a
 * cache than there was, or nothing of an answer that has words. Servers of one's own often count in no better way.
 */
export function credible(
  counted: { [Kind in keyof Tokens]: number | undefined },
  text: string,
): Tokens | undefined {
  const { input, cachedInput = 0, cacheWrite = 0, output } = counted
  if (input === undefined || output === undefined) return undefined
  const tokens = { input, cachedInput, cacheWrite, output }
  const areCounts = Object.values(tokens).every((n) => Number.isInteger(n) && n >= 0 && n <= MOST_TOKENS)
  const isWhole = input > 0 && cachedInput + cacheWrite <= input && (output > 0 || text === '')
  return areCounts && isWhole ? tokens : undefined
}
