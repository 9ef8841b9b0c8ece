import { EAST_ASIAN } from '#src/modules/resumes/parser/words/dates.ts'
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

const TOKEN = new RegExp(
  `\\bt\\/m\\b|\\b[tT] [oO]\\b|(?:19|20)\\d\\d(?=\\d{1,2} ?(?:years?|yrs?|months?|mos?)\\b)|\\d+|${EAST_ASIAN}|[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+){0,2}|[^\\s\\p{L}\\p{M}\\d]`,
  'gu',
)

/** Numbers, words and single marks; Marco is somebody, where março is a month. Linear: each character is looked at once. */
export function tokenize(text: string): Token[] {
  return [...halfWidth(text).matchAll(TOKEN)].map((match) => ({
    text: match[0] === 'Marco' ? match[0] : fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }))
}

const FULL_WIDTH = /[\uff08-\uff19]/g

/** East Asian digits and marks as wide as letters, unit by unit. */
const halfWidth = (text: string) =>
  text.replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))

export interface Year {
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
export function apostropheYear(tokens: Token[], i: number): Year | null {
  const mark = /^['’]$/.test(tokens[i]?.text ?? '')
  const token = tokens[mark ? i + 1 : i]
  if (!token || !/^\d\d$/.test(token.text)) return null
  return { value: century(token.text), next: mark ? i + 2 : i + 1 }
}

export const century = (twoDigits: string) => (Number(twoDigits) >= 50 ? '19' : '20') + twoDigits

export function skip(tokens: Token[], i: number, texts: readonly string[]): number {
  let next = i
  while (next < i + 2 && texts.includes(tokens[next]?.text ?? '')) next += 1
  return next
}

export const isDigits = (token: Token | undefined) => token !== undefined && /^\d+$/.test(token.text)
export const isMonth = (value: number) => value >= 1 && value <= 12
export const isDay = (value: number) => value >= 1 && value <= 31
export const two = (value: number) => String(value).padStart(2, '0')
