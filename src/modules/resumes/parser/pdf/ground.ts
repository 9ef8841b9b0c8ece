import { applyToBox, type Box, contains, type Matrix, type Point } from './geometry.ts'

/** What was painted where, and of which colour; a colour that cannot be told, as of a picture, is null. */
interface Fill {
  box: Box
  /** `#rrggbb`. */
  color: string | null
  /** It leaves nothing of its box to be seen. */
  covers: boolean
}

const MAX_FILLS = 2000
const RECENT_FILLS = 20
const PAPER = '#ffffff'
/** Everywhere on any page. */
export const EVERYWHERE: Box = { x0: -1e6, y0: -1e6, x1: 1e6, y1: 1e6 }
/** No letter's outline is higher, in points. */
const MAX_OUTLINE = 80

/** The fills of a page in the order of their painting. */
export class Ground {
  readonly #fills: Fill[] = []

  get size(): number {
    return this.#fills.length
  }

  add(box: Box, color: string | null, covers: boolean): void {
    if (this.#fills.length < MAX_FILLS) this.#fills.push({ box, color, covers })
    else this.#fills[MAX_FILLS - 1] = { box: EVERYWHERE, color: null, covers: false }
  }

  /** The colour below the fills from the given one on; null is unknown. */
  colorUnder(place: Point, end = this.#fills.length): string | null {
    for (let i = end - 1; i >= 0; i--) {
      const fill = this.#fills[i]
      if (fill && contains(fill.box, place)) return fill.color
    }
    return PAPER
  }

  /** Some writers paint letters as shapes, and lay transparent text over them to be copied. */
  isOutlined(place: Point): boolean {
    const first = Math.max(0, this.#fills.length - RECENT_FILLS)
    return this.#fills.slice(first).some(({ box, color }, i) => {
      const near = { x0: box.x0 - 2, y0: box.y0 - 2, x1: box.x1 + 2, y1: box.y1 + 2 }
      const isLetters = box.y1 - box.y0 <= MAX_OUTLINE && contains(near, place)
      return isLetters && !isSameColor(color, this.colorUnder(place, first + i))
    })
  }

  /** Whether something painted from the given fill on hides a box. */
  isCovered(box: Box, from: number): boolean {
    for (let i = from; i < this.#fills.length; i++) {
      const fill = this.#fills[i]
      if (
        fill?.covers &&
        contains(fill.box, { x: box.x0, y: box.y0 }) &&
        contains(fill.box, { x: box.x1, y: box.y1 })
      )
        return true
    }
    return false
  }
}

const SAME_CHANNEL = 10
/** Bits to the right of red, green and blue. */
const CHANNELS = [16, 8, 0]

export function isSameColor(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false
  if (a === b) return true
  const [first, second] = [Number.parseInt(a.slice(1), 16), Number.parseInt(b.slice(1), 16)]
  for (const shift of CHANNELS)
    if (Math.abs(((first >> shift) & 0xff) - ((second >> shift) & 0xff)) > SAME_CHANNEL) return false
  return true
}

/** A path as pdf.js gives it: the kind of each step, and the coordinates of those that have one point. */
const STEP = { move: 0, line: 1, close: 4 }
const MAX_STEPS = 24

/** Whether a path is one upright rectangle: straight steps between the corners of its bounds. */
export function isRectangle(path: unknown, bounds: Box): boolean {
  if (!(path instanceof Float32Array) || path.length > MAX_STEPS) return false
  const corners = new Set<string>()
  for (let i = 0; i < path.length; ) {
    const step = path[i]
    if (step === STEP.close) {
      i += 1
      continue
    }
    const corner = cornerOf(path[i + 1], path[i + 2], bounds)
    if ((step !== STEP.move && step !== STEP.line) || corner === null) return false
    corners.add(corner)
    i += 3
  }
  return corners.size === 4
}

function cornerOf(x = Number.NaN, y = Number.NaN, { x0, y0, x1, y1 }: Box): string | null {
  const [column, row] = [sideOf(x, x0, x1), sideOf(y, y0, y1)]
  return column === null || row === null ? null : `${column}${row}`
}

function sideOf(at: number, start: number, end: number): 'start' | 'end' | null {
  if (Math.abs(at - start) < 0.01 * (1 + Math.abs(start))) return 'start'
  return Math.abs(at - end) < 0.01 * (1 + Math.abs(end)) ? 'end' : null
}

/** A rectangle stays one only where it is not turned by another angle. */
export const isUpright = ([a, b, c, d]: Matrix): boolean => (b === 0 && c === 0) || (a === 0 && d === 0)

export const intersection = (a: Box, b: Box): Box => ({
  x0: Math.max(a.x0, b.x0),
  y0: Math.max(a.y0, b.y0),
  x1: Math.min(a.x1, b.x1),
  y1: Math.min(a.y1, b.y1),
})

export const overlaps = (a: Box, b: Box): boolean =>
  a.x0 <= b.x1 && a.x1 >= b.x0 && a.y0 <= b.y1 && a.y1 >= b.y0

/** A picture fills the unit square. */
export const pictureBox = (ctm: Matrix): Box => applyToBox(ctm, { x0: 0, y0: 0, x1: 1, y1: 1 })
