import { findDates } from '#src/modules/resumes/parser/extract/dates.ts'
import { CELL_GAP, type Chunk, type Row } from './chunks.ts'

/** Lines of one cell are no further apart than this, as a share of the font size. */
const MAX_PITCH = 1.4
/** Points. */
const SAME_EDGE = 2

/**
 * A cell beside dates may be too narrow for its text and go on in the next line, where it stands alone: 'Associate
 * Automation | 2017 - 2018' above 'Engineer'. It goes on only where the next word did not fit, so a line of its own
 * stays one.
 */
export function joinWrappedCells<T extends { row: Row }>(placed: readonly T[]): T[] {
  const joined: T[] = []
  for (const item of placed) {
    const above = joined.at(-1)
    const merged = above ? withContinuation(above.row, item.row) : null
    if (above && merged) joined[joined.length - 1] = { ...above, row: merged }
    else joined.push(item)
  }
  return joined
}

function withContinuation(above: Row, below: Row): Row | null {
  const [first] = below.chunks
  const pitch = below.y - above.y
  if (
    above.chunks.length < 2 ||
    !first ||
    first.page !== above.chunks[0]?.page ||
    pitch <= 0 ||
    pitch > MAX_PITCH * above.h
  )
    return null
  for (let i = 1; i < above.chunks.length; i++) {
    const [cell, next] = [above.chunks[i - 1] as Chunk, above.chunks[i] as Chunk]
    const start = cellStart(above.chunks, i - 1)
    const goesOn =
      next.x0 - cell.x1 > 0.4 * cell.h &&
      Math.abs(start.x0 - first.x0) <= SAME_EDGE &&
      below.x1 < next.x0 &&
      Math.abs(cell.h - first.h) < 0.5 &&
      cell.x1 + widthOfWord(first) > next.x0 - 0.5 * cell.h
    if (!goesOn) continue
    if (!above.chunks.some((chunk) => findDates(chunk.text).length > 0)) return null
    const text = below.chunks.map((chunk) => chunk.text).join(' ')
    const whole = { ...cell, text: /\p{L}-$/u.test(cell.text) ? cell.text + text : `${cell.text} ${text}` }
    return { ...above, y: below.y, chunks: above.chunks.with(i - 1, whole) }
  }
  return null
}

/** The first of the chunks that stand as close as words up to the given one. */
function cellStart(chunks: readonly Chunk[], last: number): Chunk {
  let i = last
  while (i > 0 && (chunks[i] as Chunk).x0 - (chunks[i - 1] as Chunk).x1 <= CELL_GAP * (chunks[i] as Chunk).h)
    i -= 1
  return chunks[i] as Chunk
}

/** The word and the space before it, in points. */
export const widthOfWord = ({ text, x0, x1 }: Chunk) =>
  ((text.trim().split(/\s/)[0]?.length ?? 0) + 1) * ((x1 - x0) / Math.max(1, text.length))
