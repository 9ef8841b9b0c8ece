import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { type Chunk, type Row, rowText } from './chunks.ts'
import { besideRows } from './label-column.ts'

/** Headings may stand a little left of the text they head, so a few starts are enough to try a gutter. */
const MIN_STARTS = 3
/** Both columns need this many rows, and the gutter this width in points. */
const MIN_ROWS = 4
const MIN_GUTTER = 7
/** The share of the page's width that a column has at least. */
const MIN_WIDTH = 0.12
/** Places looked at for a gutter, so that a page of scattered letters costs no more. */
const MAX_CANDIDATES = 60

export const isLeft = (chunk: Chunk, at: number) => chunk.x0 < at - 2

/** The share of a page's rows that may cross a gutter known from another page. */
const MAX_CROSSING = 0.1

export function fits(rows: readonly Row[], at: number): boolean {
  const apart = rows.filter((row) => !crosses(row, at))
  return apart.length >= rows.length * (1 - MAX_CROSSING) && isTwoSided(apart, at)
}

export interface Band {
  rows: Row[]
  isColumns: boolean
}

/** Maximal runs of rows that nothing crosses the gutter in; runs too short to be columns are rows again. */
export function bands(rows: readonly Row[], at: number): Band[] {
  const found: Band[] = []
  for (const row of rows) {
    const isColumns = !crosses(row, at)
    const last = found.at(-1)
    if (last && last.isColumns === isColumns) last.rows.push(row)
    else found.push({ rows: [row], isColumns })
  }
  found.forEach((band, i) => {
    const next = found[i + 1]
    while (next && band.isColumns && isHeadingOfNext(band.rows.at(-1), at))
      next.rows.unshift(...band.rows.splice(-1))
  })
  return found
    .flatMap((band) =>
      band.isColumns ? atHeadings(band.rows, at).map((rows) => ({ rows, isColumns: true })) : [band],
    )
    .filter((band) => band.rows.length > 0)
    .map((band) => ({ ...band, isColumns: band.isColumns && isTwoSided(band.rows, at) }))
}

/**
 * Cut before the headings that have nothing beside them: each section may have columns of its own. Where the columns
 * are those of the page, they are put together again.
 */
function atHeadings(rows: readonly Row[], at: number): Row[][] {
  const parts: Row[][] = [[]]
  rows.forEach((row, i) => {
    const isHeading = isHeadingOfNext(row, at) && isClear(rows, i, at)
    if (isHeading) parts.push([])
    parts.at(-1)?.push(row)
  })
  return parts
}

function isClear(rows: readonly Row[], i: number, at: number): boolean {
  const heading = rows[i]
  return rows.every(
    (row) =>
      !heading ||
      row.y < heading.y - 1.8 * heading.h ||
      row.y > heading.y + 1.2 * heading.h ||
      row.chunks.every((chunk) => isLeft(chunk, at)),
  )
}

/** A heading alone at the end of the columns heads what follows over the whole width. */
function isHeadingOfNext(row: Row | undefined, at: number): boolean {
  if (!row?.chunks.every((chunk) => isLeft(chunk, at))) return false
  return sectionNamed(rowText(row)) !== null
}

function isTwoSided(rows: readonly Row[], at: number): boolean {
  const left = rows.filter((row) => row.chunks.some((chunk) => isLeft(chunk, at))).length
  const right = rows.filter((row) => row.chunks.some((chunk) => !isLeft(chunk, at))).length
  return right >= MIN_ROWS - 1 && (left >= MIN_ROWS - 1 || isHeadingColumn(rows, at))
}

/** A chunk over the gutter, or two that stand as close as words of one line do. */
function crosses(row: Row, at: number): boolean {
  const leftEnd = Math.max(...row.chunks.filter((chunk) => isLeft(chunk, at)).map((chunk) => chunk.x1))
  const rightStart = Math.min(...row.chunks.filter((chunk) => !isLeft(chunk, at)).map((chunk) => chunk.x0))
  return leftEnd > at - 2 || rightStart - leftEnd < Math.max(MIN_GUTTER, 0.6 * row.h)
}

/** The x where a right column starts: many rows begin a chunk there and few cross it. */
export function findGutter(rows: readonly Row[]): number | null {
  if (rows.length < MIN_ROWS) return null
  const minX = Math.min(...rows.map((row) => row.x0))
  const maxX = Math.max(...rows.map((row) => row.x1))
  const margin = (maxX - minX) * MIN_WIDTH
  let best: { at: number; rows: number } | null = null
  for (const at of startsOfChunks(rows)) {
    if (at < minX + margin || at > maxX - margin) continue
    const covered = bands(rows, at)
      .filter((band) => band.isColumns)
      .reduce((sum, band) => sum + band.rows.length, 0)
    if (covered < rows.length * 0.3 || !areWide(rows, at, margin)) continue
    if (isHeadingColumn(rows, at)) return at
    if (covered > (best?.rows ?? 0)) best = { at, rows: covered }
  }
  return best?.at ?? null
}

/** Headings beside what they head part a page before its other columns do. */
function isHeadingColumn(rows: readonly Row[], at: number): boolean {
  const side = (belongs: (chunk: Chunk) => boolean) =>
    rows.flatMap(({ chunks, ...row }) => {
      const own = chunks.filter(belongs)
      return own.length > 0 ? [{ ...row, chunks: own }] : []
    })
  const right = side((chunk) => !isLeft(chunk, at))
  const left = besideRows(
    side((chunk) => isLeft(chunk, at) && chunk.x1 < at),
    right,
  )
  return left.length > 0 && left.every((row) => sectionNamed(rowText(row)) !== null)
}

function startsOfChunks(rows: readonly Row[]): number[] {
  const counts = new Map<number, number>()
  for (const row of rows) {
    for (const chunk of row.chunks) {
      const at = Math.round(chunk.x0)
      counts.set(at, (counts.get(at) ?? 0) + 1)
    }
  }
  const near = (at: number) => (counts.get(at - 1) ?? 0) + (counts.get(at) ?? 0) + (counts.get(at + 1) ?? 0)
  return [...counts.keys()]
    .filter((at) => near(at) >= MIN_STARTS)
    .sort((a, b) => near(b) - near(a))
    .slice(0, MAX_CANDIDATES)
    .sort((a, b) => a - b)
}

/** A column of bullets or of icons is none. */
function areWide(rows: readonly Row[], at: number, margin: number): boolean {
  const left = rows.flatMap((row) => row.chunks.filter((chunk) => isLeft(chunk, at) && chunk.x1 <= at))
  const letters = left.reduce((sum, chunk) => sum + chunk.text.replace(/[^\p{L}\p{N}]/gu, '').length, 0)
  const width = Math.max(...left.map((chunk) => chunk.x1)) - Math.min(...left.map((chunk) => chunk.x0))
  return letters >= 3 * left.length && width >= margin
}
