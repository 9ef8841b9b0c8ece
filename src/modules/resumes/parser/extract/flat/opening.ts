import { isWordOfPaper } from '#src/modules/resumes/parser/extract/name.ts'
import { isInstitution } from '#src/modules/resumes/parser/words/degrees.ts'
import { countryNamed, countryOfState } from '#src/modules/resumes/parser/words/places.ts'
import { isFieldWord } from '#src/modules/resumes/parser/words/studies.ts'
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
const LABEL =
  /^(?:name|address|phone|email|e-mail|mobile|cell|contact|tel|home|objective|current|permanent|date|po|p\.o)\b/i

/** 'Resume of Jane Doe 12 Main Street': two to four capitalised words up to what cannot be of a name. */
export function openingName(words: readonly Word[]): Opening | null {
  const opening = words.slice(0, MAX_OPENING)
  const number = opening.findIndex((word, i) => i > 0 && /^\d/.test(word.text) && !/\d{4}/.test(word.text))
  const paper = opening.findLastIndex(
    (word, i) => TITLE_OF_PAPER.test(folded(word)) && (number < 0 || i < number),
  )
  const label = words.slice(0, MAX_LABELLED).findIndex((word, i) => isNameLabel(word, words[i + 1]))
  const tries = [...(label >= 0 ? [label + 1] : []), 0, ...(paper >= 0 ? [paper + 1] : [])]
  for (const from of tries) {
    const found = nameAt(words, from)
    if (found) return found
  }
  return null
}

const MAX_LABELLED = 80
const isNameLabel = (word: Word, next: Word | undefined) =>
  /^name:$/i.test(word.text) || (/^name$/i.test(word.text) && next?.text === ':')

function nameAt(words: readonly Word[], given: number): Opening | null {
  let from = given
  while (from < given + MAX_SKIPPED && SKIPPED.test(words[from]?.text ?? '')) from += 1
  let to = from
  while (to < words.length && to <= from + MAX_NAME && continuesName(words, from, to)) {
    to += 1
    if (words[to - 1]?.text.endsWith(',')) break
  }
  to = withoutPlace(words, from, to)
  const stop = words[to]
  // 'Name : Jane Doe Gender : female'
  if (stop?.text === ':') to -= 1
  // A word of prose takes the capitalised word before it along: 'Jane Doe Marketing executive'.
  if (stop && /^\p{Ll}{3,}[,.]?$/u.test(stop.text)) to -= 1
  // A title begins before its noun: 'Jane Doe Software Engineer'.
  while (stop && isTitle(folded(stop)) && to - from > 2 && leadsTitle(words[to - 1])) to -= 1
  // A run that does not end is a name and what follows it.
  if (to - from > MAX_NAME) to = from + (/^\p{L}\.?$/u.test(words[from + 1]?.text ?? '') ? 3 : 2)
  return to - from >= 2 ? { from, to } : null
}

const leadsTitle = (word: Word | undefined) =>
  isFieldWord(word?.text ?? '') ||
  /^(?:senior|sr|junior|jr|special|chief|lead|head|associate|deputy|vice)$/.test(folded(word))

const MAX_SKIPPED = 4
/** Marks, labels and dates between the title of the paper and the name. */
const SKIPPED = /^(?:of|for|no\.?\d*|name:?|[-:–|.,#]+|\(\p{L}+,?|\(?\d[\d/.,)]*)$/iu

function continuesName(words: readonly Word[], from: number, i: number): boolean {
  const [first, word] = [words[from], words[i]]
  if (!word || !NAME_WORD.test(word.text) || LABEL.test(word.text) || TITLE_OF_PAPER.test(folded(word)))
    return false
  if (isWordOfPaper(word.text)) return false
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
