import { findDates } from '#src/modules/resumes/parser/extract/dates.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { type Chunk, type Row, rowText, toRows } from './chunks.ts'

/** A stretch of a page: rows over its whole width, or two columns beside each other. */
export type Region =
  | { kind: 'rows'; rows: Row[] }
  | { kind: 'columns'; at: number; left: Region[]; right: Region[] }

const MAX_DEPTH = 3
/** Headings may stand a little left of the text they head, so a few starts are enough to try a gutter. */
const MIN_STARTS = 3
/** Both columns need this many rows, and the gutter this width in points. */
const MIN_ROWS = 4
const MIN_GUTTER = 7
/** The share of the page's width that a column has at least. */
const MIN_WIDTH = 0.12
/** Places looked at for a gutter, so that a page of scattered letters costs no more. */
const MAX_CANDIDATES = 60

/** Finds what is read beside and what is read below each other. */
export function layout(chunks: readonly Chunk[], depth = 0): Region[] {
  const rows = toRows(chunks)
  const at = depth < MAX_DEPTH ? findGutter(rows) : null
  if (at === null) return bySection(rows, depth)
  const regions: Region[] = []
  for (const band of bands(rows, at)) {
    if (!band.isColumns) {
      regions.push({ kind: 'rows', rows: band.rows })
      continue
    }
    const all = band.rows.flatMap((row) => row.chunks)
    const left = all.filter((chunk) => isLeft(chunk, at))
    const right = all.filter((chunk) => !isLeft(chunk, at))
    if (isEntryTable(left, right)) regions.push({ kind: 'rows', rows: band.rows })
    else if (isLabelColumn(left, right)) regions.push(...bySection(withLabels(left, right), depth))
    else regions.push({ kind: 'columns', at, left: layout(left, depth + 1), right: layout(right, depth + 1) })
  }
  return regions
}

/** Where a page has no columns, a section may have some of its own. */
function bySection(rows: Row[], depth: number): Region[] {
  const starts = rows.flatMap((row, i) => (i > 0 && sectionNamed(rowText(row)) ? [i] : []))
  if (starts.length === 0 || depth >= MAX_DEPTH) return [{ kind: 'rows', rows }]
  return [0, ...starts].flatMap((start, i): Region[] => {
    const section = rows.slice(start, starts[i] ?? rows.length)
    const [heading, body] = i === 0 ? [[], section] : [section.slice(0, 1), section.slice(1)]
    const isLabelled = body.some((row) => row.chunks.some((chunk) => chunk.x0 < row.x0))
    const regions: Region[] = isLabelled || findGutter(body) === null ? [{ kind: 'rows', rows: body }] : layout(body.flatMap((row) => row.chunks), depth + 1)
    return [{ kind: 'rows', rows: heading }, ...regions]
  })
}

const isLeft = (chunk: Chunk, at: number) => chunk.x0 < at - 2

interface Band {
  rows: Row[]
  isColumns: boolean
}

/** Maximal runs of rows that nothing crosses the gutter in; runs too short to be columns are rows again. */
function bands(rows: readonly Row[], at: number): Band[] {
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
    .flatMap((band) => (band.isColumns ? atHeadings(band.rows, at).map((rows) => ({ rows, isColumns: true })) : [band]))
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
  return left >= MIN_ROWS - 1 && right >= MIN_ROWS - 1
}

/** A chunk over the gutter, or two that stand as close as words of one line do. */
function crosses(row: Row, at: number): boolean {
  const leftEnd = Math.max(...row.chunks.filter((chunk) => isLeft(chunk, at)).map((chunk) => chunk.x1))
  const rightStart = Math.min(...row.chunks.filter((chunk) => !isLeft(chunk, at)).map((chunk) => chunk.x0))
  return leftEnd > at - 2 || rightStart - leftEnd < Math.max(MIN_GUTTER, 0.6 * row.h)
}

/** The x where a right column starts: many rows begin a chunk there and few cross it. */
function findGutter(rows: readonly Row[]): number | null {
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
  const left = rows.flatMap(({ chunks, ...row }) => {
    const own = chunks.filter((chunk) => isLeft(chunk, at) && chunk.x1 < at)
    return own.length > 0 ? [{ ...row, chunks: own }] : []
  })
  return headings(left) >= 2 && left.every((row) => sectionNamed(rowText(row)) !== null)
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

/** Rows of one column that belong together because little space parts them. */
function paragraphs(rows: readonly Row[]): Row[][] {
  const found: Row[][] = []
  for (const row of rows) {
    const last = found.at(-1)?.at(-1)
    if (last && row.y - last.y <= 1.7 * Math.max(last.h, row.h)) found.at(-1)?.push(row)
    else found.push([row])
  }
  return found
}

/**
 * Two things look like columns and are lines: dates or places beside the entries of a timeline, and headings or
 * labels beside the text they head. Real columns have headings on both sides, or text that flows.
 */
function isLabelColumn(leftChunks: readonly Chunk[], rightChunks: readonly Chunk[]): boolean {
  const [left, right] = [toRows(leftChunks), toRows(rightChunks)]
  const [short, long] = letters(left) <= letters(right) ? [left, right] : [right, left]
  const isAllLabels =
    short.filter((row) => sectionNamed(rowText(row)) || isDated([row])).length >= short.length * 0.8
  if (headings(left) > 0 && headings(right) > 0 && !isAllLabels) return false
  if (letters(short) > 0.6 * letters(long)) return false
  const groups = paragraphs(short)
  const dated = groups.filter(isDated).length
  if (dated >= groups.length * 0.5) return true
  const labels = groups.filter(
    (group) =>
      isDated(group) || (group[0] && (sectionNamed(rowText(group[0])) || alignedRow(long, group[0]))),
  )
  return labels.length >= groups.length * 0.8 && short.length <= 2 * groups.length
}

/** Titles with their dates beside them are lines of a table, whatever stands between the entries. */
function isEntryTable(leftChunks: readonly Chunk[], rightChunks: readonly Chunk[]): boolean {
  const right = toRows(rightChunks)
  const beside = toRows(leftChunks).flatMap((row) => alignedRow(right, row) ?? [])
  const dated = beside.filter((row) => findDates(rowText(row))[0]?.from === 0).length
  return dated >= 2 && dated >= beside.length * 0.5
}

const isDated = (group: readonly Row[]) => group.some((row) => findDates(rowText(row)).length > 0)
const headings = (rows: readonly Row[]) => rows.filter((row) => sectionNamed(rowText(row))).length
const letters = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + rowText(row).length, 0)
const alignedRow = (rows: readonly Row[], of: Row) =>
  rows.find((row) => Math.abs(row.y - of.y) <= 0.7 * Math.max(row.h, of.h))

/** Puts each group of the narrow side on the line it stands beside; a heading keeps a line of its own. */
function withLabels(leftChunks: readonly Chunk[], rightChunks: readonly Chunk[]): Row[] {
  const [left, right] = [toRows(leftChunks), toRows(rightChunks)]
  const [short, long] = letters(left) <= letters(right) ? [left, right] : [right, left]
  const placed: Row[] = [...long]
  for (const group of paragraphs(short)) {
    const lines = splitHeadings(group)
    const y = placeOfHeading(lines.headings, long)
    if (lines.headings[0]) placed.push({ ...lines.headings[0], chunks: [joined(lines.headings)], y })
    const [first] = lines.rest
    if (!first) continue
    // Under a heading of its own column, a label belongs where the heading does.
    const headed = lines.headings[0] ? long.find((row) => row.y > y && row.y < y + 0.02) : undefined
    const target = headed ?? alignedRow(long, first)
    const merged = { ...first, chunks: [joined(lines.rest)] }
    if (!target) placed.push(merged)
    else placed[placed.indexOf(target)] = besides(target, merged, short === left)
  }
  return placed.sort((a, b) => a.y - b.y)
}

/** A heading beside a block stands at its first line or at its middle; it is read before the block. */
function placeOfHeading(heading: readonly Row[], long: readonly Row[]): number {
  const [first, last] = [heading[0], heading.at(-1)]
  if (!first || !last) return 0
  const middle = (first.y + last.y) / 2
  const block = paragraphs(long).find((rows) => Math.abs(middleOf(rows) - middle) <= 0.8 * first.h)
  const beside = block?.[0] ?? alignedRow(long, first) ?? first
  return beside.y - 0.01
}

const middleOf = (rows: readonly Row[]) => ((rows[0]?.y ?? 0) + (rows.at(-1)?.y ?? 0)) / 2

function splitHeadings(group: Row[]): { headings: Row[]; rest: Row[] } {
  const headingRows = group.filter((row) => sectionNamed(rowText(row)))
  return { headings: headingRows, rest: group.filter((row) => !headingRows.includes(row)) }
}

/** `Mar 2019 -` above `Present` is one label. */
function joined(rows: Row[]): Chunk {
  const [first] = rows.flatMap((row) => row.chunks)
  if (!first) throw new Error('a group has rows')
  return { ...first, text: rows.map(rowText).join(' '), x1: Math.max(...rows.map((row) => row.x1)) }
}

const besides = (target: Row, label: Row, isLeftLabel: boolean): Row => ({
  ...target,
  chunks: isLeftLabel ? [...label.chunks, ...target.chunks] : [...target.chunks, ...label.chunks],
})
