import { CELL_GAP, type Chunk, type Row } from './chunks.ts'
import { widthOfWord } from './wrapped-cells.ts'

/** As shares of the font size. */
const MAX_PITCH = 1.7
const OUTDENT = 1.8
/** Points. */
const SAME_EDGE = 2

/** Whether a row goes on with the sentence or name of the row above: its first word did not fit there. */
export function isWrapped(above: Row | undefined, row: Row, right: number): boolean {
  const [first, last] = [row.chunks[0], above?.chunks.at(-1)]
  if (!above || !first || !last || first.page !== last.page || first.bullet) return false
  const pitch = row.y - above.y
  if (pitch <= 0 || pitch > MAX_PITCH * row.h || Math.abs(above.h - row.h) > 0.3) return false
  if (last.bold !== first.bold || !isOneCell(above.chunks) || !isOneCell(row.chunks)) return false
  // The lines of a list begin with its text or a little left of it.
  const outdent = above.chunks[0]?.bullet ? OUTDENT * row.h : SAME_EDGE
  if (row.x0 > above.x0 + SAME_EDGE || row.x0 < above.x0 - outdent) return false
  return above.x1 + widthOfWord(first) > right
}

const isOneCell = (chunks: readonly Chunk[]) =>
  chunks.every((chunk, i) => i === 0 || chunk.x0 - (chunks[i - 1] as Chunk).x1 <= CELL_GAP * chunk.h)
