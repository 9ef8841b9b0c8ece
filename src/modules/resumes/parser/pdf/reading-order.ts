import type { RawLine } from '#src/modules/resumes/parser/text/document.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { type Row, rowText } from './chunks.ts'
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
function splitHeadings(placed: readonly PlacedRow[]): PlacedRow[] {
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
