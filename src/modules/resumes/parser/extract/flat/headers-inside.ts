import type { DateRange } from '#src/modules/resumes/parser/extract/dates.ts'
import { isLegalForm, isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import {
  endsSentence,
  folded,
  isCapitalised,
  isCaps,
  isConnector,
  isMark,
  type Word,
} from './running-text.ts'

/** How far from its date the names of an entry stand. */
const MAX_BEFORE = 18
const MAX_AFTER = 14
const PROSE_DATE = /^(?:in|by|since|during|of|until|before|after|around|early|late|mid|for|fy|year|the)$/i

/** Cuts around the stretches of capitalised words that stand beside dates, and inside them where names change. */
export function headerCuts(
  words: readonly Word[],
  dates: readonly DateRange[],
  known: ReadonlySet<number>,
): number[] {
  const cuts: number[] = []
  let wordAt = 0
  let floor = 0
  for (const date of dates) {
    while (wordAt < words.length && (words[wordAt]?.to ?? 0) <= date.from) wordAt += 1
    const first = wordAt
    let next = first
    while (next < words.length && (words[next]?.from ?? 0) < date.to) next += 1
    if (date.single && PROSE_DATE.test(folded(words[first - 1]))) continue
    const start = headerStart(words, first, floor, known)
    const end = headerEnd(words, next, known)
    cuts.push(start, end, ...innerCuts(words, start, first), ...innerCuts(words, next, end))
    if (!date.single) cuts.push(next)
    floor = next
  }
  return cuts
}

function headerStart(
  words: readonly Word[],
  date: number,
  floor: number,
  known: ReadonlySet<number>,
): number {
  let start = date
  for (let i = date; i > Math.max(floor, date - MAX_BEFORE); i--) {
    if (known.has(i)) return i
    const before = words[i - 1]
    if (!isHeaderWord(before) || (endsSentence(before) && !isCaps(before))) break
    start = i - 1
  }
  while (start < date && (isConnector(words[start]) || isMark(words[start]))) start += 1
  return start
}

/** Up to the word that begins a sentence: the last capitalised one before a word of prose. */
function headerEnd(words: readonly Word[], from: number, known: ReadonlySet<number>): number {
  let end = from
  while (end < words.length && end < from + MAX_AFTER && !known.has(end) && isHeaderWord(words[end])) end += 1
  if (known.has(end) || end >= words.length) return end
  while (end > from && (isConnector(words[end - 1]) || isMark(words[end - 1]))) end -= 1
  return end > from && !isMark(words[end]) ? end - 1 : end
}

const isHeaderWord = (word: Word | undefined) => isCapitalised(word) || isConnector(word) || isMark(word)

/** After a legal form, around a title, and where capitals begin or end. */
function innerCuts(words: readonly Word[], from: number, to: number): number[] {
  const cuts: number[] = []
  for (let i = from + 1; i < to; i++) {
    const [before, word] = [words[i - 1], words[i]]
    if (!before || !word || !isCapitalised(word) || isMark(before) || /[,/&(-]$/.test(before.text)) continue
    const isShift = isLongCaps(before) !== isLongCaps(word) && isName(before) && isName(word)
    if (endsForm(before) || endsTitle(before, word) || beginsTitle(before, word) || isShift) cuts.push(i)
  }
  return cuts
}

const endsForm = (before: Word) => isLegalForm(before.text) && before.text.length > 2

/** Words that also say a department, after which a name may go on. */
const DEPARTMENT = /^(?:sales|support|marketing|operations|logistics|qa|hr|pm|dev|devops)$/

const endsTitle = (before: Word, word: Word) =>
  isTitle(folded(before)) &&
  !DEPARTMENT.test(folded(before)) &&
  !isTitle(folded(word)) &&
  !isNumeral(word) &&
  !isConnector(word)

const TITLE_START = /^(?:senior|sr|junior|jr|chief|assistant|associate|deputy|head|lead|principal|vice)$/
const beginsTitle = (before: Word, word: Word) =>
  TITLE_START.test(folded(word)) &&
  !TITLE_START.test(folded(before)) &&
  !isTitle(folded(before)) &&
  !isConnector(before)

const isNumeral = (word: Word) => /^(?:[IVX]{1,4}|\d)\b/.test(word.text)
const isName = (word: Word) => /^\p{L}{4,}/u.test(word.text)
const isLongCaps = (word: Word) => isCaps(word) && isName(word)
