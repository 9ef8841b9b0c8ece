import type { Span } from './profiles.ts'

const MAX_PHRASES = 50
const SHORTEST_PHRASE = 4

/** The text with the phrases blanked, in any case; lengths, and so offsets, stay. */
export function blankPhrases(text: string, phrases: readonly string[]): string {
  const patterns = phrases
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase.length >= SHORTEST_PHRASE)
    .slice(0, MAX_PHRASES)
    .map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (patterns.length === 0) return text
  return text.replace(new RegExp(patterns.join('|'), 'gi'), (found) => ' '.repeat(found.length))
}

export function blankSpans(text: string, spans: readonly Span[]): string {
  const units = text.split('')
  for (const { start, end } of spans) units.fill(' ', start, end)
  return units.join('')
}
