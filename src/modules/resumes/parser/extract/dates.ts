import {
  ARTICLES,
  FROM,
  type Phrases,
  PRESENT,
  SINCE,
  UNTIL,
} from '#src/modules/resumes/parser/words/dates.ts'
import {
  type FoundDate,
  isDigits,
  LAST_YEAR,
  skip,
  type Token,
  tokenize,
  two,
  yearAt,
} from './date-tokens.ts'
import { dateAt } from './single-date.ts'

export interface DateRange {
  start: string | null
  end: string | null
  current: boolean
  /** Offsets in the given text. */
  from: number
  to: number
  /** A single date rather than two ends. */
  single: boolean
}

/** Words of 'a partir de' or 'tot en met'. */
const MAX_PHRASE = 3

/** No date is without a digit, but for the first year of a Japanese era. */
const DIGIT = /[\d\uff10-\uff19元]/

/** Every date and range in one line, from left to right, never overlapping. */
export function findDates(text: string): DateRange[] {
  if (!DIGIT.test(text)) return []
  const tokens = tokenize(text)
  const found: DateRange[] = []
  let i = 0
  while (i < tokens.length) {
    const match = rangeAt(tokens, i)
    if (match) {
      found.push(match.range)
      i = match.next
    } else i += 1
  }
  return found
}

interface RangeMatch {
  range: DateRange
  next: number
}

function rangeAt(tokens: Token[], i: number): RangeMatch | null {
  const first = tokens[i]
  if (!first || isInsideWord(tokens, i)) return null
  const since = phraseAt(tokens, i, SINCE)
  const start = dateAt(tokens, since ?? i)
  if (!start) return null
  const make = (next: number, ends: Pick<DateRange, 'start' | 'end' | 'current' | 'single'>): RangeMatch => ({
    range: { ...ends, from: first.from, to: tokens[next - 1]?.to ?? first.to },
    next,
  })
  const rest = rangeEnd(tokens, start)
  if (rest) return make(rest.next, { start: rest.start, end: rest.end, current: rest.current, single: false })
  if (start.weak) return null
  // 'since 2019' and '2019 -' at the end of the line are still going on; 'from' and its likes need an end.
  const open = tokens[start.next]
  if (since && !FROM.has(first.text)) {
    return make(start.next, { start: start.date, end: null, current: true, single: false })
  }
  if (open && isDash(open) && start.next === tokens.length - 1) {
    return make(start.next + 1, { start: start.date, end: null, current: true, single: false })
  }
  if (since) return null
  return make(start.next, { start: null, end: start.date, current: false, single: true })
}

interface RangeEnd {
  start: string
  end: string | null
  current: boolean
  next: number
}

function rangeEnd(tokens: Token[], start: FoundDate): RangeEnd | null {
  const present = presentAt(tokens, start.next)
  if (present && !start.weak) return { start: start.date, end: null, current: true, next: present }
  const after = untilAt(tokens, start.next)
  if (after === null) return besideYear(tokens, start) ?? besideDate(tokens, start)
  // In 'até à data' the word between belongs to the end.
  const ongoing = presentAt(tokens, after) ?? phraseAt(tokens, after - 1, PRESENT)
  if (ongoing && start.date !== '') return { start: start.date, end: null, current: true, next: ongoing }
  const short = shortYearAt(tokens, start, after)
  if (short) return { start: start.date, end: short.value, current: false, next: short.next }
  const end = dateAt(tokens, after)
  if (!end || end.date === '' || (start.weak !== end.weak && start.date !== '')) return null
  // 'Jan - Mar 2019': the year is said once.
  const from = start.date === '' ? `${end.date.slice(0, 4)}-${two(start.month ?? 1)}` : start.date
  if (from.slice(0, 4) > end.date.slice(0, 4)) return null
  return { start: from, end: end.date, current: false, next: end.next }
}

/** `2014  2017`, with an arrow or a line drawn between. */
function besideYear(tokens: Token[], start: FoundDate): RangeEnd | null {
  const end = yearAt(tokens, start.next)
  const isAlone = start.next === 1 && tokens.length === 2
  if (!end || !isAlone || !/^\d{4}$/.test(start.date) || end.value < start.date) return null
  return { start: start.date, end: end.value, current: false, next: end.next }
}

/** `May 2014 June 2017` and `2014 2017`, where the dash between is lost. */
function besideDate(tokens: Token[], start: FoundDate): RangeEnd | null {
  const end = start.date.length === 4 || start.date.length === 7 ? dateAt(tokens, start.next) : null
  if (!end || end.weak || end.date.length !== start.date.length || end.date <= start.date) return null
  return { start: start.date, end: end.date, current: false, next: end.next }
}

/** `2018-19`, where the second number cannot be a month of the first, and `2018 – '19`. */
function shortYearAt(tokens: Token[], start: FoundDate, i: number): { value: string; next: number } | null {
  const isMarked = /^['’]$/.test(tokens[i]?.text ?? '')
  const at = isMarked ? i + 1 : i
  const token = tokens[at]
  if (!token || !/^\d\d$/.test(token.text) || !/^\d{4}$/.test(start.date)) return null
  const isGlued = isMarked || tokens[at - 1]?.to === token.from
  if (!isGlued || isDigits(tokens[at + 1]) || /^[./]$/.test(tokens[at + 1]?.text ?? '')) return null
  const year = Number(start.date.slice(0, 2) + token.text)
  return year >= Number(start.date) && year <= LAST_YEAR ? { value: String(year), next: at + 1 } : null
}

function untilAt(tokens: Token[], i: number): number | null {
  const first = skip(tokens, i, [',', '.', ')'])
  let next = first
  while (next < first + 4) {
    const after = phraseAt(tokens, next, UNTIL)
    if (after === null) break
    next = after
  }
  return next > first ? next : null
}

function presentAt(tokens: Token[], i: number): number | null {
  const at = skip(tokens, i, ARTICLES)
  return spacedPresentAt(tokens, at) ?? phraseAt(tokens, i, PRESENT) ?? phraseAt(tokens, at, PRESENT)
}

/** The index after the longest phrase of a list that stands here. */
function phraseAt(tokens: Token[], i: number, phrases: Phrases): number | null {
  if (!phrases.openings.has(tokens[i]?.text ?? '')) return null
  for (let length = MAX_PHRASE; length >= 1; length--) {
    const words = tokens.slice(i, i + length).map((token) => token.text)
    if (words.length === length && phrases.whole.has(words.join(' '))) return i + length
  }
  return null
}

/** `PR E S E N T`, spaced for looks. */
function spacedPresentAt(tokens: Token[], at: number): number | null {
  let word = ''
  for (let i = at; i < at + MAX_PARTS; i++) {
    const part = tokens[i]?.text ?? ''
    if (part === '' || part.length > 2) return null
    word += part
    if (i > at && PRESENT.whole.has(word)) return i + 1
  }
  return null
}

const MAX_PARTS = 7

/** `2019` in `ISO2019` or in `2019px` is no date; East Asian words need no space. */
function isInsideWord(tokens: Token[], i: number): boolean {
  const [before, token, after] = [tokens[i - 1], tokens[i], tokens[i + 1]]
  if (!token || !isDigits(token)) return false
  const glued = (left: Token | undefined, right: Token | undefined) => left && right && left.to === right.from
  if (
    glued(before, token) &&
    /[\p{L}$€£#+@.%]/u.test(before?.text ?? '') &&
    !UNSPACED.test(before?.text ?? '')
  )
    return true
  const isUnit = /^[\p{L}%$€+]/u.test(after?.text ?? '') && !UNSPACED.test(after?.text ?? '')
  return Boolean(glued(token, after) && isUnit && token.text.length === 4)
}

const UNSPACED = /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u

const isDash = (token: Token) => /^[-–—−]$/.test(token.text)
