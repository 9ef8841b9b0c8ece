import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { type Chunk, type Row, rowText, toRows } from './chunks.ts'
import { bands, findGutter, fits, isLeft } from './gutter.ts'
import { isEntryTable, isLabelColumn, withLabels } from './label-column.ts'

/** A stretch of a page: rows over its whole width, or two columns beside each other. */
export type Region =
  | { kind: 'rows'; rows: Row[] }
  | { kind: 'columns'; at: number; left: Region[]; right: Region[] }

const MAX_DEPTH = 3

/** Finds on each page what is read beside and what is read below each other. */
export function layout(pages: ReadonlyArray<readonly Chunk[]>): Region[][] {
  const shared = sharedGutter(pages.map((page) => toRows(page)))
  return pages.map((page) => regionsOf(page, 0, shared))
}

/** The columns of one page are looked for on all: a page with little text tells less. */
function sharedGutter(pages: readonly Row[][]): number | null {
  if (pages.length < 2) return null
  let best: { at: number; pages: number } | null = null
  for (const at of new Set(pages.map((rows) => findGutter(rows)))) {
    const count = at === null ? 0 : pages.filter((rows) => fits(rows, at)).length
    if (at !== null && count > (best?.pages ?? 1)) best = { at, pages: count }
  }
  return best?.at ?? null
}

function regionsOf(chunks: readonly Chunk[], depth: number, shared: number | null = null): Region[] {
  const rows = toRows(chunks)
  const own = depth < MAX_DEPTH ? findGutter(rows) : null
  const at = own ?? (shared !== null && fits(rows, shared) ? shared : null)
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
    else
      regions.push({
        kind: 'columns',
        at,
        left: regionsOf(left, depth + 1),
        right: regionsOf(right, depth + 1),
      })
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
        : regionsOf(
            body.flatMap((row) => row.chunks),
            depth + 1,
          )
    return [{ kind: 'rows', rows: heading }, ...regions]
  })
}
