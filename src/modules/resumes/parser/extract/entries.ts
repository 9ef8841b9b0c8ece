import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field } from '#src/modules/resumes/parser/text/field.ts'
import { type Slice, sliceOf, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import { degreeLevel, isInstitution } from '#src/modules/resumes/parser/words/degrees.ts'
import { isPartOfEntry } from '#src/modules/resumes/parser/words/entry-parts.ts'
import { endsWithLegalForm, isCompany, isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import { type DateRange, findDates } from './dates.ts'
import { locationCountry } from './location.ts'

/** One job or one study: the lines that name it, its dates, and what is told about it. */
export interface Entry {
  header: Line[]
  dates: (DateRange & { line: Line }) | null
  body: Line[]
}

const MAX_HEADER = 110
const MAX_LEAD = 3
const MAX_AFTER = 3

/**
 * Entries around their anchors, the lines that each entry has exactly one of (mostly its dates). How many header lines
 * stand above an anchor is seen at the first one, where nothing else can stand, and then holds for all.
 */
export function splitEntries(lines: readonly Line[], anchors: readonly number[]): Entry[] {
  const [first] = anchors
  if (first === undefined) return []
  const lead = headerRun(lines, first, 0)
  const starts = anchors.map((anchor, i) => {
    const floor = (anchors[i - 1] ?? -1) + 1
    return anchor - (i === 0 ? lead : leadOf(lines, anchor, floor, lead))
  })
  return anchors.map((anchor, i) => {
    const start = starts[i] ?? anchor
    const end = starts[i + 1] ?? lines.length
    const bodyStart = headerEnd(lines, start, anchor, end)
    return {
      header: lines.slice(start, bodyStart),
      dates: datesOf(lines[anchor]),
      body: lines.slice(bodyStart, end),
    }
  })
}

/** Where nearly every line has a bullet, it tells nothing: some writers make a list of the entries themselves. */
export function withoutIdleBullets(lines: readonly Line[]): Line[] {
  const isIdle = lines.filter((line) => line.bullet).length >= lines.length * MOSTLY
  return isIdle ? lines.map((line) => ({ ...line, bullet: false })) : [...lines]
}

const MOSTLY = 0.85

/** Lines with dates of their own beside nothing but names, and the date of each. */
export function datedLines(lines: readonly Line[]): Map<number, DateRange> {
  const dated = new Map<number, DateRange>()
  for (const [i, line] of lines.entries()) {
    const dates = datesOf(line)
    if (dates && isDateLine(line, dates)) dated.set(i, dates)
  }
  return dated
}

/** The range of a line, or its last single date. */
function datesOf(line: Line | undefined): (DateRange & { line: Line }) | null {
  if (!line) return null
  const dates = findDates(line.text)
  const range = dates.find((date) => !date.single) ?? dates.at(-1)
  return range ? { ...range, line } : null
}

function isDateLine(line: Line, dates: DateRange): boolean {
  const before = line.text.slice(0, dates.from).replace(URL, '').trim()
  const after = line.text.slice(dates.to).trimStart()
  const rest = `${before} ${after}`
  if (rest.length > MAX_HEADER || (line.bullet && rest.length > 60)) return false
  const opens = /[\t,|(•·:–-]$/.test(line.text.slice(0, dates.from).replace(/ +$/, ''))
  const closes = /^[\t,|)•·–-]/.test(line.text.slice(dates.to).replace(/^ +/, ''))
  const isCell = /^ *\t/.test(line.text.slice(dates.to)) && !dates.single
  const standsApart = before === '' || after === '' || isCell || (opens && closes)
  if (/^\p{Ll}/u.test(before) && !line.bold && !opens) return false
  const isSentence = /\p{Ll}\.$/u.test(rest.trim()) && !isCompany(rest.trim())
  return standsApart && !isSentence && !/\b(?:in|since|during|en|im|nel|em|of|for)$/i.test(before)
}

/** How many lines in a row above the anchor can be of a header. */
function headerRun(lines: readonly Line[], anchor: number, floor: number): number {
  let run = 0
  while (run < MAX_LEAD && anchor - run - 1 >= floor && isHeaderLine(lines[anchor - run - 1])) run += 1
  return run
}

function leadOf(lines: readonly Line[], anchor: number, floor: number, lead: number): number {
  const run = headerRun(lines, anchor, floor)
  if (lead <= run && beginsHeader(lines, anchor - lead)) return lead
  for (let k = run; k >= 1; k--) if (lines[anchor - k]?.gap) return k
  return Math.min(lead, run)
}

function beginsHeader(lines: readonly Line[], i: number): boolean {
  const [line, before] = [lines[i], lines[i - 1]]
  if (!line || !before) return true
  return (
    line.gap ||
    before.bullet ||
    before.text.length > MAX_HEADER ||
    /[.;]$/.test(before.text) ||
    (line.bold && !before.bold) ||
    line.size > before.size * 1.05
  )
}

function isHeaderLine(line: Line | undefined): boolean {
  if (!line || line.bullet || line.text.length > MAX_HEADER || isPartOfEntry(line.text)) return false
  const isLow = /^\p{Ll}/u.test(line.text) && !line.bold && !line.gap
  return !isLow && (!/[.;:]$/.test(line.text) || endsWithLegalForm(line.text))
}

/** Lines after the anchor that still name something the header lacks. */
function headerEnd(lines: readonly Line[], start: number, anchor: number, end: number): number {
  let next = anchor + 1
  while (next < end && next <= anchor + MAX_AFTER) {
    const line = lines[next]
    const named = segmentsOf(lines.slice(start, next)).filter((part) => !locationCountry(part.text))
    if (!line || !isHeaderLine(line) || line.text.length > 80) break
    const isPlace = locationCountry(line.text) !== null
    const isNamed =
      isTitle(line.text) ||
      line.text.split(', ').some(isCompany) ||
      isInstitution(line.text) ||
      degreeLevel(line.text) !== null
    const isShortName =
      line.text.split(' ').length <= 6 && (named.length === 0 || isFollowedByBody(lines, next, end))
    const stands = line.bold || isPlace || (named.length < 2 && (isNamed || isShortName))
    if (!stands || (named.length >= 2 && !isPlace && !isLooseDate(line))) break
    next += 1
  }
  return next
}

const isLooseDate = (line: Line) => line.text.length < 40 && findDates(line.text).length > 0

function isFollowedByBody(lines: readonly Line[], i: number, end: number): boolean {
  const after = lines[i + 1]
  return i + 1 >= end || !after || after.bullet || after.gap || after.text.length > 60
}

const URL = /(?:https?:\/\/|www\.)\S{1,300}/gi

const SEPARATOR = /\t|\s[|•·]\s|\s?•\s?|\s[-–—/]\s|\s@\s/g
const NOISE =
  /^(?:full[- ]?time|part[- ]?time|contract|permanent|temporary|internship|vollzeit|teilzeit|cdi|cdd|temps plein|temps partiel|current|present|(?:about |~)?\d{1,2}\+? ?(?:years?|yrs?|y|months?|mos?|m|days?|jahre?|monate?|ans?|mois|años?|meses|anni|mesi|anos|jaar|maanden)\b.{0,25})$/i

/** What the header lines name, without the dates, durations and kinds of contract. */
export function segmentsOf(lines: readonly Line[]): Slice[] {
  return lines
    .flatMap((line) => withoutDates(line))
    .flatMap((piece) => splitSlice(piece, SEPARATOR))
    .filter((piece) => /\p{L}{2}/u.test(piece.text.replace(URL, '')) && !NOISE.test(piece.text))
}

function withoutDates(line: Line): Slice[] {
  const pieces: Slice[] = []
  let from = 0
  for (const date of findDates(line.text)) {
    pieces.push(sliceOf(line, from, date.from))
    from = date.to
  }
  return [...pieces, sliceOf(line, from)].filter((piece) => piece.text !== '')
}

/** Running text: bullets and blank space part lines, wrapped lines are joined and their hyphens taken out. */
export function joinLines(lines: readonly Line[]): string {
  const longest = Math.max(0, ...lines.map((line) => line.text.length))
  let text = ''
  lines.forEach((line, i) => {
    const before = lines[i - 1]
    if (!before) text = line.text
    else if (line.bullet || line.gap || before.text.length < longest * 0.5) text += `\n${line.text}`
    else if (/\p{L}-$/u.test(before.text) && /^\p{Ll}/u.test(line.text)) text = text.slice(0, -1) + line.text
    else text += ` ${line.text}`
  })
  return text.replaceAll('\t', ' ')
}

/** The text of several lines as one field. */
export function textField(lines: readonly Line[], confidence: number): Field<string> | null {
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) return null
  return new Field(joinLines(lines), confidence, { page: first.page, start: first.start, end: last.end })
}
