import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { foldWords } from '#src/modules/resumes/parser/words/fold.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { hasNoLook } from './look.ts'

/** Lines that lost their breaks as one text; offset 0 is the first line's start, and every offset stays true. */
export interface RunningText {
  text: string
  lines: readonly Line[]
  start: number
}

export interface Word {
  text: string
  from: number
  to: number
}

const MIN_LENGTH = 250
/** Share of lines that end because the next word had no room left; lines that mean something end anywhere. */
const FULL_LINES = 0.7
/** The share where no heading stands on a line of its own. */
const FULL_WITHOUT_HEADINGS = 0.55
/** So many kinds of headings on lines of their own are no accident of where lines end. */
const HEADINGS = 3
/** Letters differ in width. */
const TOLERANCE = 0.88

/** Text without a structure in lines: nothing tells lines apart, and they end where the page does. */
export function isRunningText(lines: readonly Line[]): boolean {
  const length = lines.reduce((sum, line) => sum + line.text.length, 0)
  if (length < MIN_LENGTH || !hasNoLook(lines)) return false
  const widths = lines.map((line) => line.text.length).sort((a, b) => a - b)
  const width = widths[Math.floor(widths.length * 0.95)] ?? 0
  const full = lines.filter((line, i) => {
    const next = lines[i + 1]?.text.split(' ', 1)[0]
    return next === undefined || line.text.length + 1 + next.length >= width * TOLERANCE
  })
  const headings = new Set(lines.map((line) => sectionNamed(line.text)).filter((section) => section !== null))
  if (headings.size >= HEADINGS) return false
  const hasHeading = headings.size > 0
  return full.length >= lines.length * (hasHeading ? FULL_LINES : FULL_WITHOUT_HEADINGS)
}

/** Line ends and the marks between become spaces, one for one. */
export function runningText(lines: readonly Line[]): RunningText {
  const start = lines[0]?.start ?? 0
  let text = ''
  for (const line of lines) text += ' '.repeat(Math.max(0, line.start - start - text.length)) + line.text
  return { text: text.replaceAll('\t', ' '), lines, start }
}

export const wordsOf = (text: string): Word[] =>
  [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }))

/** A stretch of the running text as a line of its own. */
export function lineAt({ text, lines, start }: RunningText, from: number, to: number): Line | null {
  const raw = text.slice(from, to)
  const mark = /^\s*(?:[•◦▪▫■□●○‣⁃∙·➢➤►▶✓✔❖◆◇★☆][\s•◦▪▫■□●○‣⁃∙·]*|[–—*-]\s+)?/u.exec(raw)?.[0] ?? ''
  const content = raw.slice(mark.length).trimEnd()
  if (content === '') return null
  const at = start + from + mark.length
  const home = lineOf(lines, at)
  if (!home) return null
  return {
    ...home,
    text: content,
    start: at,
    end: at + content.length,
    bullet: mark.trim() !== '',
    heading: false,
    gap: false,
    column: false,
    bold: false,
    size: 0,
  }
}

/** The last line that begins at or before an offset. */
function lineOf(lines: readonly Line[], at: number): Line | undefined {
  let [low, high] = [0, lines.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lines[middle]?.start ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return lines[low]
}

/** Small words inside of names and titles: 'Head of Sales', 'Bank of the West'. */
const CONNECTORS = new Set(
  'of and for the at in de la du di da del von van der den with to & - – — | / •'.split(' '),
)

export const isConnector = (word: Word | undefined): boolean =>
  word !== undefined && CONNECTORS.has(word.text.toLowerCase())

export const isMark = (word: Word | undefined): boolean => word !== undefined && !/[\p{L}\d]/u.test(word.text)

/** Begins with a capital or a digit, as the words of names do. */
export const isCapitalised = (word: Word | undefined): boolean =>
  word !== undefined && /^[("'“‘#@]?[\p{Lu}\d]/u.test(word.text)

export const isCaps = (word: Word | undefined): boolean => {
  const letters = word?.text.replace(/[^\p{L}]/gu, '') ?? ''
  return letters.length >= 2 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()
}

const ABBREVIATION =
  /^(?:inc|ltd|pvt|co|corp|llc|jr|sr|dr|mr|mrs|ms|st|no|vs|etc|eg|ie|approx|dept|univ|engg?|asst|mgr|mt|ft|tech|hons|[\p{L}]|(?:\p{L}\.)+\p{L}{0,3})$/iu

/** The full stop of a sentence, not of an abbreviation. */
export function endsSentence(word: Word | undefined): boolean {
  if (!word || !/[.!?][)"'”]?$/.test(word.text)) return false
  return !ABBREVIATION.test(word.text.replace(/[.!?)"'”]+$/, '').replace(/^[("'“]/, ''))
}

export const folded = (word: Word | undefined): string => (word ? foldWords(word.text) : '')
