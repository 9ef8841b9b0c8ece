import { MONTHS, SEASONS } from '#src/modules/resumes/parser/words/dates.ts'
import {
  apostropheYear,
  century,
  type FoundDate,
  isDay,
  isDigits,
  isMonth,
  skip,
  type Token,
  two,
  type Year,
  yearAt,
} from './date-tokens.ts'
import { eraDate, quarterDate, signedDate } from './special-dates.ts'

export function dateAt(tokens: Token[], i: number): FoundDate | null {
  const token = tokens[i]
  if (!token) return null
  if (isDigits(token)) return quarterDate(tokens, i) ?? numericDate(tokens, i, token)
  return (
    wordDate(tokens, i, token) ?? quarterDate(tokens, i) ?? eraDate(tokens, i) ?? bareShortYear(tokens, i)
  )
}

function wordDate(tokens: Token[], i: number, token: Token): FoundDate | null {
  const month = MONTHS.get(token.text) ?? SEASONS.get(token.text)
  if (month === undefined) return null
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
  if (year) {
    const next = /^w(?:s|ise|intersemester)$/.test(token.text) ? afterTerm(tokens, year.next) : year.next
    return { date: `${year.value}-${two(month)}`, next, weak: false }
  }
  const spelled = token.text.length >= 3 && (MONTHS.has(token.text) || SEASONS.has(token.text))
  return spelled ? { date: '', month, next: skip(tokens, i + 1, ['.']), weak: true } : null
}

/** The winter term `WS 2015/16` is in two years. */
function afterTerm(tokens: Token[], i: number): number {
  const isShared = tokens[i]?.text === '/' && /^(?:\d\d|\d{4})$/.test(tokens[i + 1]?.text ?? '')
  return isShared ? i + 2 : i
}

/** `'19` on its own is a year only as an end of a range. */
function bareShortYear(tokens: Token[], i: number): FoundDate | null {
  if (!/^['’]$/.test(tokens[i]?.text ?? '')) return null
  const year = apostropheYear(tokens, i)
  return year ? { date: year.value, next: year.next, weak: true } : null
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
  const named = signedDate(tokens, i + 1, token.text) ?? afterYear(tokens, i, token.text)
  if (named) return named
  const [mark, month, mark2, day] = tokens.slice(i + 1, i + 5)
  const isYearMonth =
    mark &&
    month &&
    /^[-./‑]$/.test(mark.text) &&
    (mark.text === '.' || mark.text === '/' ? /^\d{1,2}$/ : /^\d\d$/).test(month.text) &&
    isMonth(Number(month.text)) &&
    mark.from === token.to
  if (!isYearMonth || mark.to !== month.from) return { date: token.text, next: i + 1, weak: false }
  const date = `${token.text}-${two(Number(month.text))}`
  if (
    mark2 &&
    day &&
    mark2.text === mark.text &&
    mark2.to === day.from &&
    /^\d{1,2}$/.test(day.text) &&
    isDay(Number(day.text))
  ) {
    return { date: `${date}-${two(Number(day.text))}`, next: i + 5, weak: false }
  }
  return { date, next: i + 3, weak: false }
}

/** `2019 March` and `2020 Q1`, where no other year follows that the words may belong to. */
function afterYear(tokens: Token[], i: number, year: string): FoundDate | null {
  const at = skip(tokens, i + 1, [',', '/', '.'])
  const word = tokens[at]?.text ?? ''
  const month = MONTHS.get(word)
  const isMonthName =
    month !== undefined && word.length >= 3 && !yearAt(tokens, skip(tokens, at + 1, [',', '.', 'of', 'de']))
  if (isMonthName && !isDigits(tokens[at + 1]))
    return { date: `${year}-${two(month)}`, next: at + 1, weak: false }
  const part = Number(tokens[at + 1]?.text)
  const quarter = word === 'q' && part >= 1 && part <= 4 ? part * 3 - 2 : null
  return quarter ? { date: `${year}-${two(quarter)}`, next: at + 2, weak: false } : null
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
