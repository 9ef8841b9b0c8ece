import { words } from './words.ts'

/** A change of anything that changes a vector is a new model. */
export const EMBEDDER = { model: 'builtin-lexical-1', dimensions: 384 } as const

/** UTF-16 units; what lies beyond is not read. */
const MAX_TEXT = 100_000
const GRAM = 4
/** A word's letters together say less than the word: they only bring its other forms near. */
const GRAM_WEIGHT = 0.2

/**
 * A text as a unit vector (or zero, if it says nothing): its words and their letter groups, hashed, each by the
 * square root of its count. Only operations that IEEE 754 rounds exactly, so every machine gives the same bits.
 */
export function embed(text: string): Float32Array {
  const vector = new Float64Array(EMBEDDER.dimensions)
  for (const [word, count] of countWords(text)) {
    const weight = Math.sqrt(count)
    addFeature(vector, word, weight)
    const framed = `<${word}>`
    for (let i = 0; i + GRAM <= framed.length; i++) {
      addFeature(vector, framed.slice(i, i + GRAM), weight * GRAM_WEIGHT)
    }
  }
  return normalized(vector)
}

/** -1..1; 0 where either says nothing. Both must be of unit length or zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words(text.slice(0, MAX_TEXT))) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function addFeature(vector: Float64Array, feature: string, weight: number): void {
  const hash = hashOf(feature)
  const index = (hash >>> 1) % EMBEDDER.dimensions
  vector[index] = (vector[index] ?? 0) + ((hash & 1) === 0 ? weight : -weight)
}

/** FNV-1a over UTF-16 units, then the finalizer of MurmurHash3 to spread the low bits. */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function normalized(vector: Float64Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return length === 0 ? new Float32Array(vector.length) : Float32Array.from(vector, (x) => x / length)
}
