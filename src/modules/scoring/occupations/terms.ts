import { stemOf } from '../stem.ts'
import { words } from '../words.ts'

export const stems = (text: string): string[] => words(text).map(stemOf)

/** A text and how much it says, beside the others: whole numbers, so that sums do not depend on their order. */
export interface WeightedText {
  text: string
  weight: number
}

/** The weight of a text that counts once. */
export const ONCE = 10

type Lines = readonly (readonly string[])[]

/** One text is read for its likeness, for its vector and for its words, one after the other. */
const known = new WeakMap<WeightedText, Lines>()

/** The stems of each line of a text. */
export function linesOf(text: WeightedText): Lines {
  const found = known.get(text)
  if (found) return found
  const lines = text.text.split('\n').map(stems)
  known.set(text, lines)
  return lines
}

/** How often each stem stands in the texts, by their weights. */
export function countStems(texts: Iterable<WeightedText>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts)
    for (const line of linesOf(text))
      for (const stem of line) counts.set(stem, (counts.get(stem) ?? 0) + text.weight)
  return counts
}
