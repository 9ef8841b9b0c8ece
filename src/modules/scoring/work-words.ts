import { countStems, type WeightedText } from './occupations/terms.ts'
import { occupationVocabulary } from './occupations/vocabulary.ts'
import { RANKS } from './title-words.ts'

/** Kept of a resume: more are in none that a person wrote. */
const MAX_WORDS = 400

/**
 * The words of texts that the occupations are described with, each once, the most frequent first, parted by spaces.
 * Other words (names, places, schools) are not kept, nor ranks ('senior'), which say nothing of the work.
 */
export function workWords(texts: readonly WeightedText[]): string {
  const { terms } = occupationVocabulary()
  const known = [...countStems(texts)].filter(([word]) => terms.has(word) && !RANKS.has(word))
  known.sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
  return known
    .slice(0, MAX_WORDS)
    .map(([word]) => word)
    .join(' ')
}

/** The words of work in a text of a job, with how much each is asked for. */
export interface AskedWords {
  words: ReadonlyArray<readonly [word: string, weight: number]>
  /** Of all weights. */
  total: number
}

/** A job's text is held against thousands of resumes. */
const cache = new Map<string, AskedWords>()
const CACHE_SIZE = 1000

export function askedWords(text: string): AskedWords {
  const known = cache.get(text)
  if (known !== undefined) return known
  const { terms } = occupationVocabulary()
  const words: Array<[string, number]> = []
  let total = 0
  for (const [word, count] of countStems([{ text, weight: 1 }])) {
    const term = RANKS.has(word) ? undefined : terms.get(word)
    if (!term) continue
    const weight = (term.rarity * count) / (count + 1)
    words.push([word, weight])
    total += weight
  }
  const asked = { words, total }
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(text, asked)
  return asked
}
