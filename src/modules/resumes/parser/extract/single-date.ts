import { MONTHS, SEASONS } from '#src/modules/resumes/parser/words/dates.ts'
import { fold } from '#src/modules/resumes/parser/words/fold.ts'

export interface Token {
  text: string
  from: number
  to: number
}

export interface FoundDate {
  date: string
  /** Index of the token after the date. */
  next: number
  /** Too little to be believed outside a range: `3/19`, or a month without a year. */
  weak: boolean
  month?: number
}

/** Years that a person's history can have. */
const FIRST_YEAR = 1940
export const LAST_YEAR = 2049

/** Numbers, words and single marks. Linear: each character is looked at once. */
export function tokenize(text: string): Token[] {
  return [
    ...text.matchAll(
      /\bt\/m\b|\b[tT] [oO]\b|(?:19|20)\d\d(?=\d{1,2} ?(?:years?|yrs?|months?|mos?)\b)|\d+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)?|[^\s\p{L}\p{M}\d]/gu,
    ),
  ].map((match) => ({
    text: fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }))
}

export function dateAt(tokens: Token[], i: number): FoundDate | null {
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
  if (
    day &&
    /^\d{1,2}$/.test(day.text) &&
    yearAt(tokens, skip(tokens, next + 1, [',', 'st', 'nd', 'rd', 'th']))
  ) {
    next = skip(tokens, next + 1, [',', 'st', 'nd', 'rd', 'th'])
    return {
      date: `${tokens[next]?.text}-${two(month)}-${two(Number(day.text))}`,
      next: next + 1,
      weak: false,
    }
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
  const dayMonth = MONTHS.get(
    tokens[skip(tokens, i + 1, ['.', 'de', 'st', 'nd', 'rd', 'th', 'er'])]?.text ?? '',
  )
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
    mark &&
    month &&
    /^[-./‑]$/.test(mark.text) &&
    /^\d\d$/.test(month.text) &&
    isMonth(Number(month.text)) &&
    mark.from === token.to
  if (!isYearMonth || mark.to !== month.from) return { date: token.text, next: i + 1, weak: false }
  const date = `${token.text}-${month.text}`
  if (
    mark2 &&
    day &&
    mark2.text === mark.text &&
    mark2.to === day.from &&
    /^\d\d$/.test(day.text) &&
    isDay(Number(day.text))
  ) {
    return { date: `${date}-${day.text}`, next: i + 5, weak: false }
  }
  return { date, next: i + 3, weak: false }
}

/** `5. März 2020`, `1er mars 2020`, `5 de marzo de 2020`. */
function dayMonthYear(tokens: Token[], i: number, day: Token): FoundDate | null {
  const at = skip(tokens, i + 1, ['.', 'de', 'st', 'nd', 'rd', 'th', 'er'])
  const rest = wordDate(tokens, at, tokens[at] ?? day)
  if (rest?.date.length !== 7 || !isDay(Number(day.text))) return null
  return { ...rest, date: `${rest.date}-${two(Number(day.text))}` }
}

/** Day first, unless only the other reading is a date; with slashes both readings exist, and then the day is not told. */
function threeNumbers(first: number, second: number, year: Year, mark: string): FoundDate | null {
  const found = (month: number, day: number | null): FoundDate => ({
    date: `${year.value}-${two(month)}${day === null ? '' : `-${two(day)}`}`,
    next: year.next,
    weak: false,
  })
  if (isMonth(second) && isDay(first) && (mark !== '/' || first > 12 || first === second))
    return found(second, first)
  if (isMonth(first) && isDay(second) && second > 12) return found(first, second)
  return isMonth(first) && isMonth(second) ? { ...found(1, null), date: year.value } : null
}

interface Year {
  value: string
  next: number
}

export function yearAt(tokens: Token[], i: number): Year | null {
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

export function skip(tokens: Token[], i: number, texts: readonly string[]): number {
  let next = i
  while (next < i + 2 && texts.includes(tokens[next]?.text ?? '')) next += 1
  return next
}

export const isDigits = (token: Token | undefined) => token !== undefined && /^\d+$/.test(token.text)
const isMonth = (value: number) => value >= 1 && value <= 12
const isDay = (value: number) => value >= 1 && value <= 31
export const two = (value: number) => String(value).padStart(2, '0')
