import { foldName } from '#src/modules/skills/fold.ts'
import { STOP_WORDS } from './stop-words.ts'

const MAX_WORD = 40

/**
 * The words of a text that may count: folded, without stop words, numbers (years, ages, phone numbers), e-mail
 * and web addresses, and in one form for all genders.
 */
export function words(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((chunk) => !isAddress(chunk))
    .flatMap((chunk) => foldName(chunk).split(/[^\p{L}\p{M}\p{N}+#]+/u))
    .filter(
      (word) => word.length > 1 && word.length <= MAX_WORD && /\p{L}/u.test(word) && !STOP_WORDS.has(word),
    )
    .map(neutralForm)
}

function isAddress(chunk: string): boolean {
  return chunk.includes('@') || chunk.includes('://') || /^www\./i.test(chunk)
}

/** Endings by which six languages name the sex of who does the work, with the ending that stands for all. */
const GENDERED: ReadonlyArray<readonly [ending: RegExp, neutral: string]> = [
  [/(?<=(er|or|ist|ent|eur|ant))in(nen)?$/, ''],
  [/euse$/, 'eur'],
  [/trice$/, 'teur'],
  [/ienne$/, 'ien'],
  [/iere$/, 'ier'],
  [/era$/, 'ero'],
  [/dora$/, 'dor'],
  [/tora$/, 'tor'],
  [/ress$/, 'er'],
  [/(wo)?man$/, 'person'],
]
const SHORTEST_GENDERED = 7

function neutralForm(word: string): string {
  if (word.length < SHORTEST_GENDERED) return word
  for (const [ending, neutral] of GENDERED) {
    if (ending.test(word)) return word.replace(ending, neutral)
  }
  return word
}
