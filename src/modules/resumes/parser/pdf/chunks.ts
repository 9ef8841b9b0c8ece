/** A run of text as it stands on a page, in points from its top left corner; `y` is the base line. */
export interface Chunk {
  text: string
  x0: number
  x1: number
  y: number
  /** Font size. */
  h: number
  bold: boolean
  page: number
  /** A bullet is drawn before it. */
  bullet?: boolean
}

/** Chunks on one base line, from left to right. */
export interface Row {
  chunks: Chunk[]
  y: number
  h: number
  x0: number
  x1: number
}

/** Chunks this far apart, as a share of the font size, stand on different lines. */
const SAME_LINE = 0.4

export function toRows(chunks: readonly Chunk[]): Row[] {
  const rows: Row[] = []
  for (const chunk of [...chunks].sort((a, b) => a.y - b.y || a.x0 - b.x0)) {
    const row = rows.at(-1)
    if (row && chunk.y - row.y <= SAME_LINE * Math.min(chunk.h, row.h)) {
      row.chunks.push(chunk)
      row.h = Math.max(row.h, chunk.h)
    } else rows.push({ chunks: [chunk], y: chunk.y, h: chunk.h, x0: 0, x1: 0 })
  }
  for (const row of rows) {
    row.chunks.sort((a, b) => a.x0 - b.x0)
    row.x0 = row.chunks[0]?.x0 ?? 0
    row.x1 = Math.max(...row.chunks.map((chunk) => chunk.x1))
  }
  return rows
}

/** Gaps as shares of the font size: a space between words, and one that parts cells; dates need less. */
const WORD_GAP = 0.12
export const CELL_GAP = 0.6
const DATE_GAP = 0.5

export function rowText({ chunks }: Row): string {
  let text = ''
  let end: Chunk | undefined
  for (const chunk of chunks) {
    if (end) text += gapText(chunk.x0 - end.x1, Math.min(chunk.h, end.h), beginsWithDate(chunk.text))
    text += chunk.text
    end = chunk
  }
  return unspacedCells(text)
}

const beginsWithDate = (text: string) =>
  /^\(?(?:\d{1,2}[./-])?(?:19|20)\d\d\b|^\p{L}{3,9}\.? (?:19|20)\d\d\b/u.test(text)

function gapText(gap: number, size: number, isDate: boolean): string {
  if (gap > (isDate ? DATE_GAP : CELL_GAP) * size) return '\t'
  return gap > WORD_GAP * size ? ' ' : ''
}

/** Letter-spaced headings come as single letters. */
const unspacedCells = (text: string) =>
  text
    .split('\t')
    .map((cell) => (isSpaced(cell) ? cell.replace(/(?<=\S) (?=\S)/g, '') : cell))
    .join('\t')

function isSpaced(cell: string): boolean {
  const words = cell.trim().split(/ +/)
  return words.length >= 4 && words.every((word) => [...word].length === 1)
}
