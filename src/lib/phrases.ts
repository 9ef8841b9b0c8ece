export interface Phrases {
  /** Found in any case. */
  anyCase: readonly string[]
  /** Found only as they are written here. */
  asWritten: readonly string[]
}

/** Where phrases stand as words in a text, with any white space between their words. */
export interface PhraseFinder {
  /** The text with every place where a phrase stands, the longest that begins there, turned into what `turn` makes of it. */
  replaceIn(text: string, turn: (found: string) => string): string
}

/**
 * One pattern for both kinds, and the case judged afterwards: V8 now and then overlooks a group with a flag of its own
 * (`(?i:…)`), which would leave a name standing.
 */
export function phraseFinder({ anyCase, asWritten }: Phrases): PhraseFinder {
  const folded = new Set(anyCase.map(foldPhrase))
  const exact = new Set(asWritten)
  const forms = [...new Set([...anyCase, ...asWritten])]
    .filter((form) => form.trim())
    .sort((a, b) => b.length - a.length)
    .map(escaped)
  if (forms.length === 0) return { replaceIn: (text) => text }
  const pattern = new RegExp(`${NOT_AFTER}(?:${forms.join('|')})${NOT_BEFORE}`, 'giu')
  const counts = (found: string) => exact.has(found) || folded.has(foldPhrase(found))
  return {
    replaceIn: (text, turn) => text.replace(pattern, (found) => (counts(found) ? turn(found) : found)),
  }
}

/** What two writings of one phrase have in common: up and down again, because a pattern takes `ſ` for an `s`. */
export const foldPhrase = (phrase: string): string =>
  phrase.toUpperCase().toLowerCase().trim().replace(/\s+/g, ' ')

const NOT_AFTER = '(?<![\\p{L}\\p{N}])'
const NOT_BEFORE = '(?![\\p{L}\\p{N}])'

const escaped = (phrase: string): string =>
  phrase
    .trim()
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
