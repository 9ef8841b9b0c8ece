import { stemOf } from '../stem.ts'
import { words } from '../words.ts'

/** Words of the longest phrases. */
const LONGEST = 3

export const stems = (text: string): string[] => words(text).map(stemOf)

/** The stems of a line and the phrases of up to three of them. */
function* phrasesOf(line: readonly string[]): Generator<string> {
  for (let start = 0; start < line.length; start++) {
    let phrase = line[start] ?? ''
    yield phrase
    for (let next = start + 1; next < Math.min(line.length, start + LONGEST); next++) {
      phrase += ` ${line[next]}`
      yield phrase
    }
  }
}

/** A text and how much it says, beside the others: whole numbers, so that sums do not depend on their order. */
export interface WeightedText {
  text: string
  weight: number
}

/** The weight of a text that counts once. */
export const ONCE = 10

/** How often each stem and phrase stands in the texts, by their weights. Phrases do not reach over the end of a line. */
export function countPhrases(texts: Iterable<WeightedText>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { text, weight } of texts) {
    for (const line of text.split('\n')) {
      for (const phrase of phrasesOf(stems(line))) counts.set(phrase, (counts.get(phrase) ?? 0) + weight)
    }
  }
  return counts
}
