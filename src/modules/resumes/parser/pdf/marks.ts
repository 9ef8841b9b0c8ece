import type { Chunk } from './chunks.ts'
import type { Box } from './geometry.ts'

/** As shares of the font size: the side of a bullet, and the space between it and its text. */
const SIDE = { min: 0.12, max: 0.42 }
const MAX_SPACE = 1.9

/** Browsers draw the bullets of lists as small shapes; each is told to the text it stands before. */
export function tellBullets(chunks: readonly Chunk[], marks: readonly Box[]): Chunk[] {
  const byHeight = new Map<number, Box[]>()
  for (const mark of marks) {
    if (!isSquare(mark)) continue
    const at = Math.round((mark.y0 + mark.y1) / 2)
    byHeight.set(at, [...(byHeight.get(at) ?? []), mark])
  }
  if (byHeight.size === 0) return [...chunks]
  return chunks.map((chunk) => (hasMark(chunk, byHeight) ? { ...chunk, bullet: true } : chunk))
}

const isSquare = (mark: Box) => {
  const [width, height] = [mark.x1 - mark.x0, mark.y1 - mark.y0]
  return width > 0 && height > 0 && width < 2 * height && height < 2 * width
}

/** At the height of the small letters, and close before the text. */
function hasMark({ x0, y, h }: Chunk, byHeight: ReadonlyMap<number, readonly Box[]>): boolean {
  for (let at = Math.floor(y - 0.65 * h); at <= Math.ceil(y - 0.05 * h); at++) {
    for (const mark of byHeight.get(at) ?? []) {
      const side = Math.max(mark.x1 - mark.x0, mark.y1 - mark.y0)
      const space = x0 - mark.x1
      if (side >= SIDE.min * h && side <= SIDE.max * h && space > 0 && space <= MAX_SPACE * h) return true
    }
  }
  return false
}
