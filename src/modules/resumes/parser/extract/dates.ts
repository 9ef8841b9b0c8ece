import { MONTHS, PRESENT, SEASONS, SINCE, UNTIL } from '../words/dates.ts'
import { fold } from '../words/fold.ts'

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

interface Token {
  text: string
  from: number
  to: number
}

interface FoundDate {
  date: string
  /** Index of the token after the date. */
  next: number
  /** Too little to be believed outside a range: `3/19`, or a month without a year. */
  weak: boolean
  month?: number
}

/** Years that a person's history can have. */
const [FIRST_YEAR, LAST_YEAR] = [1940, 2049]
const MAX_WORDS_OF_PRESENT = 3

/** Every date and range in one line, from left to right, never overlapping. */
export function findDates(text: string): DateRange[] {
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

/** Numbers, words and single marks. Linear: each character is looked at once. */
function tokenize(text: string): Token[] {
  return [...text.matchAll(/\bt\/m\b|\bt o\b|\d+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)?|[^\s\p{L}\p{M}\d]/gu)].map((match) => ({
    text: fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }))
}

interface RangeMatch {
  range: DateRange
  next: number
}

function rangeAt(tokens: Token[], i: number): RangeMatch | null {
  const first = tokens[i]
  if (!first || isInsideWord(tokens, i)) return null
  const since = SINCE.has(first.text)
  const start = dateAt(tokens, since ? i + 1 : i)
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
  if (since && !['from', 'de', 'du', 'da', 'von', 'van'].includes(first.text)) {
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
  if (after === null) return besideYear(tokens, start)
  const ongoing = presentAt(tokens, after)
  if (ongoing && start.date !== '') return { start: start.date, end: null, current: true, next: ongoing }
  const short = shortYearAt(tokens, start, after)
  if (short) return { start: start.date, end: short, current: false, next: after + 1 }
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

/** `2018-19`, where the second number cannot be a month of the first. */
function shortYearAt(tokens: Token[], start: FoundDate, i: number): string | null {
  const token = tokens[i]
  if (!token || !/^\d\d$/.test(token.text) || !/^\d{4}$/.test(start.date)) return null
  if (tokens[i - 1]?.to !== token.from || isDigits(tokens[i + 1]) || /^[./]$/.test(tokens[i + 1]?.text ?? '')) return null
  const year = Number(start.date.slice(0, 2) + token.text)
  return year >= Number(start.date) && year <= LAST_YEAR ? String(year) : null
}

function dateAt(tokens: Token[], i: number): FoundDate | null {
  const token = tokens[i]
  if (!token) return null
  return isDigits(token) ? numericDate(tokens, i, token) : wordDate(tokens, i, token)
}

function wordDate(tokens: Token[], i: number, token: Token): FoundDate | null {
  const month = MONTHS.get(token.text) ?? SEASONS.get(token.text)
  if (month === undefined) return quarterDate(tokens, i, token)
  let next = skip(tokens, i + 1, ['.', ',', '/', '-', '‑', 'of', 'de', 'del', 'do', 'di'])
  const day = tokens[next]
  // 'March 5, 2019' and 'March 5th, 2019'
  if (day && /^\d{1,2}$/.test(day.text) && yearAt(tokens, skip(tokens, next + 1, [',', 'st', 'nd', 'rd', 'th']))) {
    next = skip(tokens, next + 1, [',', 'st', 'nd', 'rd', 'th'])
    return { date: `${tokens[next]?.text}-${two(month)}-${two(Number(day.text))}`, next: next + 1, weak: false }
  }
  const year = yearAt(tokens, next) ?? apostropheYear(tokens, next)
  if (year) return { date: `${year.value}-${two(month)}`, next: year.next, weak: false }
  const spelled = token.text.length >= 3 && (MONTHS.has(token.text) || SEASONS.has(token.text))
  return spelled ? { date: '', month, next: skip(tokens, i + 1, ['.']), weak: true } : null
}

/** `Q1 2020`; the words and the number are two tokens. */
function quarterDate(tokens: Token[], i: number, token: Token): FoundDate | null {
  const quarter = tokens[i + 1]
  const year = yearAt(tokens, i + 2)
  if (token.text !== 'q' || !quarter || !/^[1-4]$/.test(quarter.text) || !year) return null
  return { date: `${year.value}-${two(Number(quarter.text) * 3 - 2)}`, next: year.next, weak: false }
}

function numericDate(tokens: Token[], i: number, token: Token): FoundDate | null {
  if (yearAt(tokens, i)) return yearFirst(tokens, i, token)
  if (token.text.length > 2) return null
  const dayMonth = MONTHS.get(tokens[skip(tokens, i + 1, ['.', 'de', 'st', 'nd', 'rd', 'th', 'er'])]?.text ?? '')
  if (dayMonth !== undefined) return dayMonthYear(tokens, i, token)
  const parts = [token, tokens[i + 2], tokens[i + 4]]
  const mark = tokens[i + 1]?.text ?? ''
  if (!['.', '/', '-', '‑'].includes(mark)) return null
  const [first, second] = [Number(token.text), parts[1]]
  const year = yearAt(tokens, i + 4)
  if (second && /^\d{1,2}$/.test(second.text) && tokens[i + 3]?.text === mark && year) {
    return threeNumbers(first, Number(second.text), year, mark)
  }
  const monthYear = yearAt(tokens, i + 2)
  if (monthYear && isMonth(first)) {
    return { date: `${monthYear.value}-${two(first)}`, next: monthYear.next, weak: false }
  }
  if (mark === '/' && second && /^\d\d$/.test(second.text) && isMonth(first) && tokens[i + 3]?.text !== '/') {
    return { date: `${century(second.text)}-${two(first)}`, next: i + 3, weak: true }
  }
  return null
}

function yearFirst(tokens: Token[], i: number, token: Token): FoundDate {
  const [mark, month, mark2, day] = tokens.slice(i + 1, i + 5)
  const isYearMonth =
    mark && month && /^[-./‑]$/.test(mark.text) && /^\d\d$/.test(month.text) && isMonth(Number(month.text)) && mark.from === token.to
  if (!isYearMonth || mark.to !== month.from) return { date: token.text, next: i + 1, weak: false }
  const date = `${token.text}-${month.text}`
  if (mark2 && day && mark2.text === mark.text && mark2.to === day.from && /^\d\d$/.test(day.text) && isDay(Number(day.text))) {
    return { date: `${date}-${day.text}`, next: i + 5, weak: false }
  }
  return { date, next: i + 3, weak: false }
}

/** `5. März 2020`, `1er mars 2020`, `5 de marzo de 2020`. */
function dayMonthYear(tokens: Token[], i: number, day: Token): FoundDate | null {
  const at = skip(tokens, i + 1, ['.', 'de', 'st', 'nd', 'rd', 'th', 'er'])
  const rest = wordDate(tokens, at, tokens[at] ?? day)
  if (!rest || rest.date.length !== 7 || !isDay(Number(day.text))) return null
  return { ...rest, date: `${rest.date}-${two(Number(day.text))}` }
}

/** Day first, unless only the other reading is a date; with slashes both readings exist, and then the day is not told. */
function threeNumbers(first: number, second: number, year: Year, mark: string): FoundDate | null {
  const found = (month: number, day: number | null): FoundDate => ({
    date: `${year.value}-${two(month)}${day === null ? '' : `-${two(day)}`}`,
    next: year.next,
    weak: false,
  })
  if (isMonth(second) && isDay(first) && (mark !== '/' || first > 12 || first === second)) return found(second, first)
  if (isMonth(first) && isDay(second) && second > 12) return found(first, second)
  return isMonth(first) && isMonth(second) ? { ...found(1, null), date: year.value } : null
}

interface Year {
  value: string
  next: number
}

function yearAt(tokens: Token[], i: number): Year | null {
  const token = tokens[i]
  if (!token || !/^\d{4}$/.test(token.text)) return null
  const value = Number(token.text)
  return value >= FIRST_YEAR && value <= LAST_YEAR ? { value: token.text, next: i + 1 } : null
}

/** `Mar '19` and `Mar 19`; a month name before it makes two digits a year. */
function apostropheYear(tokens: Token[], i: number): Year | null {
  const mark = /^['’]$/.test(tokens[i]?.text ?? '')
  const token = tokens[mark ? i + 1 : i]
  if (!token || !/^\d\d$/.test(token.text)) return null
  return { value: century(token.text), next: mark ? i + 2 : i + 1 }
}

const century = (twoDigits: string) => (Number(twoDigits) >= 50 ? '19' : '20') + twoDigits

function untilAt(tokens: Token[], i: number): number | null {
  const comma = skip(tokens, i, [',', '.', ')'])
  let next = comma
  while (next < tokens.length && next < comma + 4 && UNTIL.has(tokens[next]?.text ?? '')) next += 1
  return next > comma ? next : null
}

function presentAt(tokens: Token[], i: number): number | null {
  const at = skip(tokens, i, ['(', 'la', 'il', 'the'])
  // 'PR E S E N T', spaced for looks.
  const letters = tokens.slice(at, at + 7).findIndex((_, i) => PRESENT.has(spaced(tokens, at, i + 1)) && i > 0)
  if (letters > 0) return at + letters + 1
  for (let length = MAX_WORDS_OF_PRESENT; length >= 1; length--) {
    const words = tokens.slice(at, at + length).map((token) => token.text)
    if (words.length === length && PRESENT.has(words.join(' '))) return at + length
  }
  return null
}

function spaced(tokens: Token[], at: number, count: number): string {
  const parts = tokens.slice(at, at + count)
  return parts.length === count && parts.every((token) => token.text.length <= 2) ? parts.map((token) => token.text).join('') : ''
}

/** `2019` in `ISO2019` or in `2019px` is no date. */
function isInsideWord(tokens: Token[], i: number): boolean {
  const [before, token, after] = [tokens[i - 1], tokens[i], tokens[i + 1]]
  if (!token || !isDigits(token)) return false
  const glued = (left: Token | undefined, right: Token | undefined) => left && right && left.to === right.from
  if (glued(before, token) && /[\p{L}$€£#+@.%]/u.test(before?.text ?? '')) return true
  return Boolean(glued(token, after) && /^[\p{L}%$€+]/u.test(after?.text ?? '') && token.text.length === 4)
}

function skip(tokens: Token[], i: number, texts: readonly string[]): number {
  let next = i
  while (next < i + 2 && texts.includes(tokens[next]?.text ?? '')) next += 1
  return next
}

const isDigits = (token: Token | undefined) => token !== undefined && /^\d+$/.test(token.text)
const isDash = (token: Token) => /^[-–—−]$/.test(token.text)
const isMonth = (value: number) => value >= 1 && value <= 12
const isDay = (value: number) => value >= 1 && value <= 31
const two = (value: number) => String(value).padStart(2, '0')
