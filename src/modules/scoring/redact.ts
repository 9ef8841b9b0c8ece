import { type PhraseFinder, phraseFinder } from '#src/lib/phrases.ts'
import type { Span } from './profiles.ts'

const MAX_PHRASES = 50
const SHORTEST_PHRASE = 2

/**
 * The text with the phrases blanked where they stand as words; lengths, and so offsets, stay. Phrases of several
 * words in any case, single ones as written or in capitals: in small letters they are words of the language.
 */
export function blankPhrases(text: string, phrases: readonly string[]): string {
  return finderOf(phrases).replaceIn(text, (found) => ' '.repeat(found.length))
}

export function blankSpans(text: string, spans: readonly Span[]): string {
  const units = text.split('')
  for (const { start, end } of spans) units.fill(' ', start, end)
  return units.join('')
}

/** A resume's fields are blanked one by one with the same phrases. */
const finders = new WeakMap<readonly string[], PhraseFinder>()

function finderOf(phrases: readonly string[]): PhraseFinder {
  const known = finders.get(phrases)
  if (known) return known
  const used = phrases
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase.length >= SHORTEST_PHRASE)
    .slice(0, MAX_PHRASES)
  const finder = phraseFinder({
    anyCase: used.filter(hasSeveralWords),
    asWritten: used
      .filter((phrase) => !hasSeveralWords(phrase))
      .flatMap((word) => [word, word.toUpperCase()]),
  })
  finders.set(phrases, finder)
  return finder
}

const hasSeveralWords = (phrase: string): boolean => /\s/.test(phrase)
