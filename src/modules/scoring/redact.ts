import type { Span } from './profiles.ts'

const MAX_PHRASES = 50
const SHORTEST_PHRASE = 2

/**
 * The text with the phrases blanked where they stand as words; lengths, and so offsets, stay. Phrases of several
 * words in any case, single ones as written or in capitals: in small letters they are words of the language.
 */
export function blankPhrases(text: string, phrases: readonly string[]): string {
  const pattern = patternOf(phrases)
  return pattern === null ? text : text.replace(pattern, (found) => ' '.repeat(found.length))
}

export function blankSpans(text: string, spans: readonly Span[]): string {
  const units = text.split('')
  for (const { start, end } of spans) units.fill(' ', start, end)
  return units.join('')
}

/** A resume's fields are blanked one by one with the same phrases. */
const compiled = new WeakMap<readonly string[], RegExp | null>()

function patternOf(phrases: readonly string[]): RegExp | null {
  const known = compiled.get(phrases)
  if (known !== undefined) return known
  const forms = phrases
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase.length >= SHORTEST_PHRASE)
    .slice(0, MAX_PHRASES)
    .sort((a, b) => b.length - a.length)
    .map((phrase) =>
      /\s/.test(phrase) ? `(?i:${escaped(phrase)})` : `${escaped(phrase)}|${escaped(phrase.toUpperCase())}`,
    )
  const pattern =
    forms.length === 0
      ? null
      : new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  compiled.set(phrases, pattern)
  return pattern
}

function escaped(phrase: string): string {
  return phrase.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+')
}
