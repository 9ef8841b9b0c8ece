import { likenessOf } from './occupations/likeness.ts'
import { countStems, ONCE, type WeightedText } from './occupations/terms.ts'

/** A change of anything that changes a vector is a new model. */
export const EMBEDDER = { model: 'builtin-occupations-1', dimensions: 512 } as const

/** UTF-16 units of a text; what lies beyond is not read. */
const MAX_TEXT = 100_000
/** The largest whole number of a vector: in half precision it is itself, so every store gives back what it was given. */
const LARGEST = 127
/** How much the parts of a vector say of each other: squares that add up to one. */
const PARTS = { occupations: 0.3, fields: 0.6, words: 0.1 }

/**
 * What a text is about, as a vector of whole numbers: how near it is to each occupation and each field of work, and its
 * words, hashed, which tell apart what is near to the same. Zero if it says nothing. Only for cosines: it has no length.
 */
export function embed(text: string | readonly WeightedText[]): number[] {
  const texts = typeof text === 'string' ? [{ text, weight: ONCE }] : text
  const read = texts.map((one) =>
    one.text.length > MAX_TEXT ? { ...one, text: one.text.slice(0, MAX_TEXT) } : one,
  )
  const { occupations, fields } = likenessOf(read)
  const words = hashedWords(read, EMBEDDER.dimensions - occupations.length - fields.length)
  const vector = [
    ...scaled(occupations, PARTS.occupations),
    ...scaled(fields, PARTS.fields),
    ...scaled(words, PARTS.words),
  ]
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return largest === 0 ? vector : vector.map((value) => Math.round((value * LARGEST) / largest) + 0)
}

/** -1..1; 0 where either says nothing. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0
  let squaresOfA = 0
  let squaresOfB = 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a[i] ?? 0
    const y = b[i] ?? 0
    product += x * y
    squaresOfA += x * x
    squaresOfB += y * y
  }
  return product === 0 ? 0 : product / Math.sqrt(squaresOfA * squaresOfB)
}

const scaled = (values: Float64Array, share: number): Float64Array => {
  const factor = Math.sqrt(share)
  return values.map((value) => value * factor)
}

/** Of unit length, or zero: each word by the square root of its count. */
function hashedWords(texts: readonly WeightedText[], dimensions: number): Float64Array {
  const vector = new Float64Array(dimensions)
  for (const [word, count] of countStems(texts)) {
    const hash = hashOf(word)
    const index = (hash >>> 1) % dimensions
    vector[index] = (vector[index] ?? 0) + ((hash & 1) === 0 ? 1 : -1) * Math.sqrt(count)
  }
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return length === 0 ? vector : vector.map((x) => x / length)
}

/** FNV-1a over UTF-16 units, then the finalizer of MurmurHash3 to spread the low bits. */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
