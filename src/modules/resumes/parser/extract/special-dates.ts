import {
  DAY_SIGNS,
  ERAS,
  HALVES,
  MONTH_SIGNS,
  QUARTERS,
  YEAR_SIGNS,
} from '#src/modules/resumes/parser/words/dates.ts'
import { type FoundDate, isDay, isMonth, skip, type Token, two, yearAt } from './date-tokens.ts'

const ORDINAL = ['.', 'st', 'nd', 'rd', 'th', 'er', 'e', 'º', 'ª', '°', 'o', 'a']
const BEFORE_YEAR = ['/', '-', ',', '.', 'of', 'de', 'del', 'do', 'di', 'des', 'van']

/** `Q1 2020`, `T1/2020`, `1. Quartal 2020`, `1er semestre 2020`. */
export function quarterDate(tokens: Token[], i: number): FoundDate | null {
  const [first, second] = [tokens[i], tokens[i + 1]]
  if (!first || !second) return null
  const isFirst = /^[1-4]$/.test(first.text)
  const wordAt = isFirst ? skip(tokens, i + 1, ORDINAL) : i
  const word = tokens[wordAt]?.text ?? ''
  const number = isFirst ? first.text : second.text
  if (isFirst ? word.length < 3 : !/^[1-4]$/.test(number)) return null
  const month = monthOfPart(word, Number(number))
  const year = yearAt(tokens, skip(tokens, isFirst ? wordAt + 1 : i + 2, BEFORE_YEAR))
  return month && year ? { date: `${year.value}-${two(month)}`, next: year.next, weak: false } : null
}

function monthOfPart(word: string, part: number): number | null {
  if (QUARTERS.has(word)) return part * 3 - 2
  return HALVES.has(word) && part <= 2 ? part * 6 - 5 : null
}

/** `令和2年4月`; the first year of an era is written 元. */
export function eraDate(tokens: Token[], i: number): FoundDate | null {
  const before = ERAS.get(tokens[i]?.text ?? '')
  const number = tokens[i + 1]?.text ?? ''
  if (before === undefined || !(number === '元' || /^\d{1,2}$/.test(number))) return null
  const year = String(before + (number === '元' ? 1 : Number(number)))
  return signedDate(tokens, i + 2, year)
}

/** `2019年3月1日` and `2019년 3월`, from the sign of the year on. */
export function signedDate(tokens: Token[], i: number, year: string): FoundDate | null {
  if (!YEAR_SIGNS.has(tokens[i]?.text ?? '')) return null
  const month = Number(tokens[i + 1]?.text)
  if (!isMonth(month) || !MONTH_SIGNS.has(tokens[i + 2]?.text ?? ''))
    return { date: year, next: i + 1, weak: false }
  const day = Number(tokens[i + 3]?.text)
  if (!isDay(day) || !DAY_SIGNS.has(tokens[i + 4]?.text ?? ''))
    return { date: `${year}-${two(month)}`, next: i + 3, weak: false }
  return { date: `${year}-${two(month)}-${two(day)}`, next: i + 5, weak: false }
}
