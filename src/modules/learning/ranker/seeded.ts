import { createHash } from 'node:crypto'

/** A source of chance that says the same for the same words. */
export interface Seeded {
  /** Evenly in [0, 1). */
  next(): number
  /** Standard normal. */
  normal(): number
  /** Evenly in 0..below-1. */
  index(below: number): number
}

/** sfc32 (Doty-Humphrey, PractRand), begun with the SHA-256 of the words. */
export function seeded(...words: readonly (string | number)[]): Seeded {
  const hash = createHash('sha256').update(JSON.stringify(words)).digest()
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => hash.readInt32LE(at)) as [number, number, number, number]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  return {
    next,
    // Box and Muller; 1 - next() is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    index: (below) => Math.floor(next() * below),
  }
}

/** A copy in an order of which each is as likely as any other. */
export function shuffled<T>(items: readonly T[], chance: Seeded): T[] {
  const copy = [...items]
  for (let end = copy.length - 1; end > 0; end--) {
    const other = chance.index(end + 1)
    const moved = copy[end] as T
    copy[end] = copy[other] as T
    copy[other] = moved
  }
  return copy
}
