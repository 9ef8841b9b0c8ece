import { findDates } from '#src/modules/resumes/parser/extract/dates.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { type Chunk, type Row, rowText, toRows } from './chunks.ts'

/**
 * Two things look like columns and are lines: dates or places beside the entries of a timeline, and headings or
 * labels beside the text they head. Real columns have headings on both sides, or text that flows.
 */
export function isLabelColumn(leftChunks: readonly Chunk[], rightChunks: readonly Chunk[]): boolean {
  const [left, right] = [toRows(leftChunks), toRows(rightChunks)]
  const [narrow, long] = letters(left) <= letters(right) ? [left, right] : [right, left]
  const short = besideRows(narrow, long)
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

/** Without what stands above everything on the other side. */
export const besideRows = (rows: readonly Row[], others: readonly Row[]): Row[] =>
  rows.filter((row) => row.y + row.h > (others[0]?.y ?? 0))

/** Titles with their dates beside them are lines of a table, whatever stands between the entries. */
export function isEntryTable(leftChunks: readonly Chunk[], rightChunks: readonly Chunk[]): boolean {
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
export function withLabels(leftChunks: readonly Chunk[], rightChunks: readonly Chunk[]): Row[] {
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
    else {
      const at = long.indexOf(target)
      placed[at] = besides(placed[at] ?? target, merged, short === left)
    }
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

const MAX_HEADING_ROWS = 3

/** A narrow column breaks 'EXPÉRIENCE PROFESSIONNELLE' in two. */
function splitHeadings(group: Row[]): { headings: Row[]; rest: Row[] } {
  for (let count = MAX_HEADING_ROWS; count > 1; count--) {
    if (group.length >= count && sectionNamed(group.slice(0, count).map(rowText).join(' ')))
      return { headings: group.slice(0, count), rest: group.slice(count) }
  }
  const named = group.filter((row) => sectionNamed(rowText(row)))
  return { headings: named, rest: group.filter((row) => !named.includes(row)) }
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
