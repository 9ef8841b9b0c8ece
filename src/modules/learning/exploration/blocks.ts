/** The most places anybody can gain or lose is one less. */
const MOST_IN_BLOCK = 5

/**
 * Cuts a ranking into runs in which all are within `band` hundredths of the first: the only places between which
 * exploration moves anybody.
 */
export function blocksOf<T extends { score: number }>(ranking: readonly T[], band: number): T[][] {
  const blocks: T[][] = []
  for (const one of ranking) {
    const last = blocks.at(-1)
    const first = last?.[0]
    if (last && first && last.length < MOST_IN_BLOCK && first.score - one.score <= band) last.push(one)
    else blocks.push([one])
  }
  return blocks
}
