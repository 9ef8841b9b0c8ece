import { type Chunk, rowText, toRows } from './chunks.ts'

/** Rows at the top and at the bottom of a page that may be its header or footer. */
const EDGE_ROWS = 2

const PAGE_NUMBER =
  /^(?:page|seite|pagina|pag\.?|p\.?|página)?\s{0,3}\d{1,3}\s{0,3}(?:(?:\/|of|von|sur|de|di|van|-)\s{0,3}\d{1,3})?$/i

/** Leaves out page numbers, and headers and footers from their second page on. */
export function withoutRunningLines(pages: readonly Chunk[][]): Chunk[][] {
  if (pages.length < 2) return [...pages]
  const edges = pages.map(edgeRows)
  const counts = new Map<string, number>()
  for (const rows of edges) {
    for (const key of new Set(rows.map((row) => row.key))) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const seen = new Set<string>()
  return pages.map((chunks, i) => {
    const dropped = new Set<Chunk>()
    for (const { key, chunks: rowChunks, text } of edges[i] ?? []) {
      const isRepeated = (counts.get(key) ?? 0) >= Math.max(2, pages.length * 0.5)
      if (PAGE_NUMBER.test(text.trim()) || (isRepeated && seen.has(key)))
        for (const chunk of rowChunks) dropped.add(chunk)
      seen.add(key)
    }
    return chunks.filter((chunk) => !dropped.has(chunk))
  })
}

function edgeRows(chunks: Chunk[]): Array<{ key: string; text: string; chunks: Chunk[] }> {
  const rows = toRows(chunks)
  const edge = rows.length <= 2 * EDGE_ROWS ? rows : [...rows.slice(0, EDGE_ROWS), ...rows.slice(-EDGE_ROWS)]
  return edge.map((row) => {
    const text = rowText(row)
    return { key: text.replace(/\d+/g, '#').trim(), text, chunks: row.chunks }
  })
}
