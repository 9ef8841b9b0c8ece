import type { FoundLocation } from '#src/modules/resumes/parser/extract/location.ts'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { sliceOf } from '#src/modules/resumes/parser/text/slice.ts'
import { countryNamed, countryOfCity, countryOfState } from '#src/modules/resumes/parser/words/places.ts'
import { type Word, wordsOf } from './running-text.ts'

const MAX_TOWN = 3
const STREET =
  /^(?:street|st|road|rd|avenue|ave|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|square|way|circle|parkway|highway|apartment|apt|suite|floor|box|nagar|colony|sector|no|house|hall|building|north|south|east|west)[.,]*$/i

/** A town and its region begin with capitals, one after the other. */
const TWO_CAPITALISED = /(?<!\S)\p{Lu}\S*\s+\p{Lu}/u

/** The first town of the lines that stands with its state or country: 'Springfield, IL 62701' anywhere in a line. */
export function firstPlace(lines: readonly Line[]): FoundLocation | null {
  for (const line of lines) {
    if (!TWO_CAPITALISED.test(line.text)) continue
    const words = wordsOf(line.text)
    for (let i = 1; i < words.length; i++) {
      const place = placeAt(line, words, i)
      if (place) return place
    }
  }
  return null
}

/** A state or country from word `i` on, with its town before it. */
function placeAt(line: Line, words: readonly Word[], i: number): FoundLocation | null {
  if (![words[i - 1], words[i]].every((word) => /^\p{Lu}/u.test(word?.text ?? ''))) return null
  const hasComma = words[i - 1]?.text.endsWith(',') ?? false
  for (const length of [2, 1]) {
    const last = words[i + length - 1]
    const region = bare(words.slice(i, i + length))
    if (!last) continue
    // 'IN' and 'OR' are words as well: a short form needs its comma or a postal code.
    if (region.replaceAll('.', '').length <= 2 && !hasComma && !/^\d{5}/.test(words[i + length]?.text ?? ''))
      continue
    const country = countryOfState(region) ?? countryNamed(region)
    const first = country ? townStart(words, i, hasComma) : null
    const start = first === null ? undefined : words[first]
    if (country && start) return { slice: sliceOf(line, start.from, last.to), country }
  }
  return null
}

/** Where the town before word `i` begins: a known one, else the word or two before a comma. */
function townStart(words: readonly Word[], i: number, hasComma: boolean): number | null {
  let first = i
  while (first > 0 && first > i - MAX_TOWN && isTownWord(words[first - 1], first === i)) first -= 1
  for (let at = first; at < i; at++) if (countryOfCity(bare(words.slice(at, i)))) return at
  if (!hasComma || first === i) return null
  return i - first === MAX_TOWN ? i - 1 : first
}

const isTownWord = (word: Word | undefined, isLast: boolean) =>
  word !== undefined &&
  /^\p{Lu}[\p{L}.'’-]*,?$/u.test(word.text) &&
  (isLast || !word.text.endsWith(',')) &&
  !STREET.test(word.text)

const bare = (words: readonly Word[]) =>
  words
    .map((word) => word.text)
    .join(' ')
    .replace(/[,;)]+$/, '')
    .replace(/(?<=\p{Ll})\.$/u, '')
