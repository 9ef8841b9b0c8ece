import type { RawLine } from '#src/modules/resumes/parser/text/document.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { type Chunk, type Row, rowText } from './chunks.ts'
import type { Region } from './layout.ts'
import { joinWrappedCells } from './wrapped-cells.ts'
import { isWrapped } from './wraps.ts'

/** Columns of following pages with gutters this near, in points, are the same columns. */
const SAME_GUTTER = 14

/** The lines of all pages as they are read: a column goes on over the pages before the next one begins. */
export function readingOrder(pages: readonly Region[][]): RawLine[] {
  const regions = joinColumns(pages)
  return withGaps(joinWrappedCells(splitHeadings(columnRows(regions))))
}

function joinColumns(pages: readonly Region[][]): Region[] {
  const joined: Region[] = []
  for (const region of pages.flat()) {
    const last = joined.at(-1)
    if (last?.kind === 'columns' && region.kind === 'columns' && areSameColumns(last, region)) {
      joined[joined.length - 1] = {
        ...last,
        left: [...last.left, ...region.left],
        right: [...last.right, ...region.right],
      }
    } else joined.push(region)
  }
  return joined
}

type Columns = Extract<Region, { kind: 'columns' }>

/** The gutter may be told by other lines on each page: one cut between the columns that fits both is enough. */
function areSameColumns(above: Columns, below: Columns): boolean {
  if (Math.abs(above.at - below.at) < SAME_GUTTER) return true
  const [left, right] = [
    [...above.left, ...below.left].flatMap(rowsOf),
    [...above.right, ...below.right].flatMap(rowsOf),
  ]
  return Math.max(...left.map((row) => row.x1)) < Math.min(...right.map((row) => row.x0))
}

const rowsOf = (region: Region): Row[] =>
  region.kind === 'rows' ? region.rows : [...region.left, ...region.right].flatMap(rowsOf)

interface PlacedRow {
  row: Row
  column: boolean
  /** Where the rows of its column end at the most. */
  right: number
}

function columnRows(regions: readonly Region[]): PlacedRow[] {
  const right = rightEdge(regions.flatMap((region) => (region.kind === 'rows' ? region.rows : [])))
  return regions.flatMap((region) => {
    if (region.kind === 'rows') return region.rows.map((row) => ({ row, column: false, right }))
    return [region.left, region.right].flatMap((side) =>
      columnRows(side).map((placed, i) => ({ ...placed, column: placed.column || i === 0 })),
    )
  })
}

/** As a share of the width: so near the edge, a row fills its column. */
const FULL = 0.1
const MIN_FULL_ROWS = 3

/** Where the text of a column ends, if enough rows reach that far to tell. */
function rightEdge(rows: readonly Row[]): number {
  const left = Math.min(...rows.map((row) => row.x0))
  const right = Math.max(...rows.map((row) => row.x1))
  const full = rows.filter((row) => right - row.x1 <= FULL * (right - left))
  return full.length >= MIN_FULL_ROWS ? right : Number.POSITIVE_INFINITY
}

/** A heading beside the first line of its section becomes a line above it. */
function splitHeadings(given: readonly PlacedRow[]): PlacedRow[] {
  const placed = joinWrappedHeadings(given)
  const edges = new Map<number, number>()
  for (const { row } of placed)
    if (headingCells(row) > 0) edges.set(Math.round(row.x0), (edges.get(Math.round(row.x0)) ?? 0) + 1)
  return placed.flatMap(({ row, column, right }) => {
    const count = headingCells(row)
    const [first, next] = [row.chunks[0], row.chunks[count]]
    if (!first || !next) return [{ row, column, right }]
    const isSetApart =
      (edges.get(Math.round(row.x0)) ?? 0) > 1 ||
      first.h > next.h * 1.1 ||
      (first.bold && !next.bold) ||
      (isCaps(first.text) && !isCaps(next.text))
    if (!isSetApart) return [{ row, column, right }]
    const heading = { ...row, chunks: row.chunks.slice(0, count), h: first.h }
    const rest = { ...row, chunks: row.chunks.slice(count), x0: next.x0, y: row.y + 0.01 }
    return [
      { row: heading, column, right },
      { row: rest, column: false, right },
    ]
  })
}

/** In points; what begins so near is set one below the other. */
const SAME_EDGE = 2

/** A heading in a narrow left column that goes on below, mostly between the lines of the column beside it. */
function joinWrappedHeadings(placed: readonly PlacedRow[]): PlacedRow[] {
  const rows = [...placed]
  for (const [i, upper] of rows.entries()) {
    const first = firstCell(upper.row)
    const isAlone = first.length === upper.row.chunks.length
    if (isAlone && !isBeside(upper, rows[i + 1])) continue
    const at = rows.findIndex((lower, k) => k > i && k <= i + 2 && goesOnBelow(upper, lower))
    const lower = rows[at]
    const second = lower ? firstCell(lower.row) : []
    const heading = joinedHeading(first, second, upper.row)
    if (!lower || !heading) continue
    const chunks = [heading, ...upper.row.chunks.slice(first.length)]
    rows[i] = { ...upper, row: { ...upper.row, chunks } }
    rows[at] = { ...lower, row: { ...lower.row, chunks: lower.row.chunks.slice(second.length) } }
  }
  return rows.filter(({ row }) => row.chunks.length > 0)
}

/** On one base line, though rows of their own. */
const isBeside = (left: PlacedRow, right: PlacedRow | undefined): boolean =>
  right !== undefined && right.row.x0 > left.row.x1 && Math.abs(right.row.y - left.row.y) < 1

function goesOnBelow(upper: PlacedRow, lower: PlacedRow): boolean {
  const [first, second] = [upper.row.chunks[0], lower.row.chunks[0]]
  if (!first || !second || lower.column || Math.abs(first.x0 - second.x0) > SAME_EDGE) return false
  const distance = pitch(upper.row, lower.row)
  return (
    distance > 0 && distance < 2 && first.bold === second.bold && isCaps(first.text) === isCaps(second.text)
  )
}

/** Both parts as one chunk, where they are a heading; a word too long for its column is broken without a hyphen. */
function joinedHeading(first: readonly Chunk[], second: readonly Chunk[], row: Row): Chunk | undefined {
  const [upper, lower] = [first, second].map((chunks) => rowText({ ...row, chunks: [...chunks] }).trim())
  const text = [`${upper} ${lower}`, `${upper}${lower}`].find((joined) => sectionNamed(joined))
  const [lead] = first
  return lead && text ? { ...lead, text, x1: Math.max(...first.map((chunk) => chunk.x1)) } : undefined
}

/** The chunks of a row before its first wide gap. */
function firstCell({ chunks }: Row): Chunk[] {
  const end = chunks.findIndex((chunk, i) => {
    const before = chunks[i - 1]
    return before !== undefined && chunk.x0 - before.x1 > Math.min(chunk.h, before.h)
  })
  return end < 0 ? chunks : chunks.slice(0, end)
}

const isCaps = (text: string) => text === text.toUpperCase() && /\p{Lu}/u.test(text)

/** How many chunks at the start of a row are a heading and stand apart from the others. */
function headingCells(row: Row): number {
  for (let count = 1; count < Math.min(row.chunks.length, 4); count++) {
    const [last, next] = [row.chunks[count - 1], row.chunks[count]]
    const isApart = last && next && next.x0 - last.x1 > Math.min(last.h, next.h)
    if (isApart) return sectionNamed(rowText({ ...row, chunks: row.chunks.slice(0, count) })) ? count : 0
  }
  return 0
}

/** More than this times the usual distance of lines is a visible gap. */
const GAP = 1.25

function withGaps(placed: readonly PlacedRow[]): RawLine[] {
  const pitches = placed.map(({ row }, i) => pitch(placed[i - 1]?.row, row)).filter((value) => value > 0)
  const usual = median(pitches) || 1.2
  return placed.map(({ row, column, right }, i) => {
    const before = placed[i - 1]?.row
    const bold = row.chunks.filter((chunk) => chunk.bold).reduce((sum, chunk) => sum + chunk.text.length, 0)
    const all = row.chunks.reduce((sum, chunk) => sum + chunk.text.length, 0)
    return {
      text: rowText(row),
      page: row.chunks[0]?.page ?? 1,
      size: Math.round(row.h * 10) / 10,
      bold: bold >= all * 0.5 && bold > 0,
      bullet: row.chunks[0]?.bullet === true,
      heading: false,
      gap: column || pitch(before, row) > usual * GAP,
      column,
      wrapped: !column && isWrapped(before, row, right),
    }
  })
}

/** The distance to the line before, in font sizes; 0 at the start of a page or column. */
function pitch(before: Row | undefined, row: Row): number {
  if (!before || before.chunks[0]?.page !== row.chunks[0]?.page || row.y <= before.y) return 0
  return (row.y - before.y) / Math.max(1, row.h)
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
