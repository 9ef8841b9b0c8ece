import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { type Chunk, type Row, rowText, toRows } from './chunks.ts'
import { bands, findGutter, isLeft } from './gutter.ts'
import { isEntryTable, isLabelColumn, withLabels } from './label-column.ts'

/** A stretch of a page: rows over its whole width, or two columns beside each other. */
export type Region =
  | { kind: 'rows'; rows: Row[] }
  | { kind: 'columns'; at: number; left: Region[]; right: Region[] }

const MAX_DEPTH = 3

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
    const regions: Region[] =
      isLabelled || findGutter(body) === null
        ? [{ kind: 'rows', rows: body }]
        : layout(
            body.flatMap((row) => row.chunks),
            depth + 1,
          )
    return [{ kind: 'rows', rows: heading }, ...regions]
  })
}
