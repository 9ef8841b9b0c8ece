import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, fieldOf, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import { cut, type Slice, sliceOf, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import type { Publication } from '#src/modules/resumes/parser/types.ts'
import { findDates } from './dates.ts'

const MAX_PUBLICATIONS = 50
const MAX_TITLE = 300

/** One a bullet, a paragraph or a line; what is short below a title tells where and when. */
export function findPublications(lines: readonly Line[]): Array<Tracked<Publication>> {
  return itemsOf(lines).slice(0, MAX_PUBLICATIONS).flatMap(present)
}

function itemsOf(lines: readonly Line[]): Line[][] {
  const items: Line[][] = []
  const isMarked = lines.some((line) => line.bullet)
  for (const [i, line] of lines.entries()) {
    const last = items.at(-1)
    if (last && !beginsItem(line, lines[i - 1], isMarked)) last.push(line)
    else items.push([line])
  }
  return items
}

function beginsItem(line: Line, before: Line | undefined, isMarked: boolean): boolean {
  if (line.bullet || line.gap || /^\[\d{1,3}\]/.test(line.text)) return true
  if (isMarked) return false
  const isWrapped =
    /^\p{Ll}/u.test(line.text) || (before && before.text.length > 70 && !/[.\d]$/.test(before.text))
  const isDetail =
    before && line.text.length < 60 && !before.text.includes('\t') && findDates(line.text).length > 0
  return !isWrapped && !isDetail
}

const QUOTED = /["“”„«»‘]([^"“”„«»‘]{5,300})["“”«»’]/
/** `Doe, J., & Roe, R. (2019). Title. Journal.` */
const AUTHORS_YEAR = /^[^()]{3,300}\((?:19|20)\d\d[^()]{0,20}\)[.,:]?\s+/
const BREAKS =
  /\t|[.,]?\s+(?=https?:|www\.|doi)|\s[|•·–—-]\s|[.?!]\s+(?=\p{Lu})|,\s+(?=\p{Lu}|\d)|;\s|\s\((?=(?:19|20)\d\d|\p{L}{3,9}\.? (?:19|20)\d\d)/gu

function present(lines: Line[]): Array<Tracked<Publication>> {
  const line = joined(lines)
  const whole = sliceOf(line)
  const quoted = QUOTED.exec(whole.text)
  const authors = AUTHORS_YEAR.exec(whole.text)?.[0].length ?? 0
  const rest = quoted ? null : cut(whole, authors)
  const pieces = rest ? splitSlice(rest, BREAKS) : []
  const title = quoted
    ? cut(whole, quoted.index + 1, quoted.index + 1 + (quoted[1]?.length ?? 0))
    : (pieces[0] ?? whole)
  const after = quoted ? splitSlice(cut(whole, quoted.index + quoted[0].length), BREAKS) : pieces.slice(1)
  const text = title.text.replace(/^\[\d{1,3}\]\s*/, '').replace(/[.,]$/, '')
  if (text.length < 3 || text.length > MAX_TITLE || !/\p{L}{2}/u.test(text)) return []
  const publisher = after
    .map(withoutDate)
    .find((piece) => /\p{L}{3}/u.test(piece.text) && !isAddress(piece.text))
  return [
    {
      title: new Field(text, 0.75, fieldOf(title, 0.75).span),
      publisher: publisher ? fieldOf(publisher, 0.6) : null,
      date: dateOf(line),
      url: urlOf(line),
    },
  ]
}

/** Lines of one text stand one after another, parted by one character each. */
function joined(lines: Line[]): Line {
  const [first] = lines
  if (!first) throw new RangeError('an item has lines')
  return { ...first, text: lines.map((line) => line.text).join(' ') }
}

function withoutDate(piece: Slice): Slice {
  const [date] = findDates(piece.text)
  return date ? cut(piece, 0, date.from) : piece
}

const isAddress = (text: string) => /https?:|www\.|doi\.org|^doi\b/i.test(text)

function dateOf(line: Line): Field<string> | null {
  const found = findDates(line.text)
  const date = found.find(({ single }) => single) ?? found[0]
  const value = date?.end ?? date?.start
  return date && value ? new Field(value, 0.8, spanOf(line, date.from, date.to)) : null
}

const URL_TEXT = /(?:https?:\/\/|www\.|doi\.org\/)[^\s<>"'|,;]{3,200}/i

function urlOf(line: Line): Field<string> | null {
  const found = URL_TEXT.exec(line.text)
  const url = found?.[0].replace(/[.)\]]+$/, '')
  return found && url ? new Field(url, 0.9, spanOf(line, found.index, found.index + url.length)) : null
}

const spanOf = (line: Line, from: number, to: number) => ({
  page: line.page,
  start: line.start + from,
  end: line.start + to,
})
