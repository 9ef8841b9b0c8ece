import type { Box } from './geometry.ts'
import type { Direction } from './runs.ts'

/** Slanted a little is still along; text on its head is decoration. */
export function directionOf(a: number, b: number): Direction | null {
  if (Math.abs(b) <= Math.abs(a) * 0.2) return a > 0 ? 'along' : null
  if (Math.abs(a) > Math.abs(b) * 0.2) return null
  return b < 0 ? 'up' : 'down'
}

/** What a glyph covers that stands on its base line. */
export function boxOver(way: Direction, { x0, y0, x1, y1 }: Box, h: number): Box {
  if (way === 'along') return { x0, x1, y0: y0 - h, y1: y0 }
  return { x0: x0 - h, x1: x0, y0: Math.min(y0, y1), y1: Math.max(y0, y1) }
}

interface Glyph {
  unicode: string
  /** In units of the font. */
  width: number
  isSpace: boolean
}

export const isGlyph = (value: unknown): value is Glyph =>
  typeof value === 'object' &&
  value !== null &&
  'unicode' in value &&
  typeof value.unicode === 'string' &&
  'width' in value &&
  typeof value.width === 'number'
