import { isInstitution } from '#src/modules/resumes/parser/words/degrees.ts'
import { countryNamed, countryOfState } from '#src/modules/resumes/parser/words/places.ts'
import { isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import { headingAt } from './headings-inside.ts'
import { folded, isCaps, type Word } from './running-text.ts'

/** Where the name stands among the words that a running text opens with. */
export interface Opening {
  from: number
  to: number
}

const MAX_OPENING = 12
const MAX_NAME = 4
const TITLE_OF_PAPER = /^(?:resume|résumé|cv|vitae|vita|template|sample|example|biodata|bio-data|profile)$/i
const NAME_WORD = /^\p{Lu}[\p{L}\p{M}'’.-]{0,24},?$/u
const LABEL = /^(?:name|address|phone|email|e-mail|mobile|cell|contact|tel|home|objective|current|permanent|date|po|p\.o)\b/i

/** 'Resume of Jane Doe 12 Main Street': two to four capitalised words up to what cannot be of a name. */
export function openingName(words: readonly Word[]): Opening | null {
  const paper = words.slice(0, MAX_OPENING).findLastIndex((word) => TITLE_OF_PAPER.test(folded(word)))
  const tries = paper >= 0 ? [0, paper + 1] : [0]
  for (const from of tries) {
    const found = nameAt(words, from)
    if (found) return found
  }
  return null
}

function nameAt(words: readonly Word[], given: number): Opening | null {
  let from = given
  while (/^(?:of|for|[-:–|.,]|name:?)$/i.test(words[from]?.text ?? '')) from += 1
  let to = from
  while (to < words.length && to <= from + MAX_NAME && continuesName(words, from, to)) {
    to += 1
    if (words[to - 1]?.text.endsWith(',')) break
  }
  to = withoutPlace(words, from, to)
  const stop = words[to]
  // A word of prose takes the capitalised word before it along: 'Jane Doe Marketing executive'.
  if (stop && /^\p{Ll}{3,}/u.test(stop.text)) to -= 1
  // A run that does not end is a name and what follows it.
  if (to - from > MAX_NAME) to = from + (/^\p{L}\.?$/u.test(words[from + 1]?.text ?? '') ? 3 : 2)
  return to - from >= 2 ? { from, to } : null
}

function continuesName(words: readonly Word[], from: number, i: number): boolean {
  const [first, word] = [words[from], words[i]]
  if (!word || !NAME_WORD.test(word.text) || LABEL.test(word.text) || TITLE_OF_PAPER.test(folded(word))) return false
  if (isTitle(folded(word)) || isInstitution(word.text) || headingAt(words, i) > 0) return false
  const isShift = i > from && word.text.replace(/\P{L}/gu, '').length > 3 && isCaps(word) !== isCaps(first)
  return !isShift
}

/** 'Jane Doe Harrisburg, Pennsylvania' */
function withoutPlace(words: readonly Word[], from: number, to: number): number {
  const next = words[to]?.text.replace(/[.,]$/, '') ?? ''
  const isPlace = words[to - 1]?.text.endsWith(',') && (countryOfState(next) ?? countryNamed(next))
  return isPlace && to - from > 2 ? to - 1 : to
}
