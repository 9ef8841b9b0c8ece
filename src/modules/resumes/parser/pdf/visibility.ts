import {
  apply,
  applyToBox,
  type Box,
  compose,
  contains,
  IDENTITY,
  type Matrix,
  numbers,
  type Point,
  toMatrix,
} from './geometry.ts'

/** Where a piece of text begins, in page points from the bottom left, and whether a reader can see it. */
export interface TextSpot extends Point {
  visibility: 'visible' | 'hidden' | 'invisible'
}

/** What pdf.js calls an operator list: numbers of operators, and the arguments of each. */
export interface OperatorList {
  fnArray: readonly number[]
  argsArray: readonly unknown[]
}

/** What of a page's drawing the reading of its text needs, in page points from the bottom left. */
export interface Drawing {
  spots: readonly TextSpot[]
  /** Small shapes, such as the bullets of lists. */
  marks: readonly Box[]
}

export const NOTHING_DRAWN: Drawing = { spots: [], marks: [] }

const MAX_OPERATORS = 300_000
const MAX_MARKS = 2000
/** Points. */
const MAX_MARK = 12
const MAX_FILLS = 2000
const RECENT_FILLS = 20

/**
 * Follows the drawing of a page as far as needed to know the colour of each text and of what lies under it. Best
 * effort: clips, blend modes and soft masks are not followed, and whatever is unknown counts as visible. Text drawn
 * in no way at all is 'invisible': scanners lay it over their picture.
 */
export function drawingOf(list: OperatorList, ops: Record<string, number>): Drawing {
  if (list.fnArray.length > MAX_OPERATORS) return NOTHING_DRAWN
  const names = new Map(Object.entries(ops).map(([name, number]) => [number, name]))
  const walk = new PageWalk()
  list.fnArray.forEach((fn, i) => {
    const args = list.argsArray[i]
    walk.step(names.get(fn) ?? '', Array.isArray(args) ? args : [])
  })
  return walk
}

interface Graphics {
  ctm: Matrix
  /** `#rrggbb`; null is a pattern. */
  color: string | null
  alpha: number
  mode: number
  size: number
  leading: number
}

interface Fill {
  box: Box
  color: string | null
}

const PAPER = '#ffffff'
/** Everywhere on any page. */
const EVERYWHERE: Box = { x0: -1e6, y0: -1e6, x1: 1e6, y1: 1e6 }
const INVISIBLE_MODES = [3, 7]

class PageWalk {
  readonly spots: TextSpot[] = []
  readonly marks: Box[] = []
  readonly #fills: Fill[] = []
  readonly #stack: Graphics[] = []
  #state: Graphics = { ctm: IDENTITY, color: '#000000', alpha: 1, mode: 0, size: 1, leading: 0 }
  #line: Matrix = IDENTITY
  #text: Matrix = IDENTITY

  step(name: string, args: unknown[]): void {
    const step = this.#steps[name]
    if (step) step(args)
    else if (name.startsWith('paintImage') || name.startsWith('paintInlineImage')) this.#image()
  }

  readonly #steps: Record<string, (args: unknown[]) => void> = {
    save: () => this.#save(),
    restore: () => this.#restore(),
    transform: (args) => this.#transform(toMatrix(args)),
    paintFormXObjectBegin: ([matrix]) => {
      this.#save()
      this.#transform(toMatrix(matrix))
    },
    paintFormXObjectEnd: () => this.#restore(),
    setFillRGBColor: ([color]) => {
      this.#state.color = typeof color === 'string' ? color.toLowerCase() : null
    },
    setFillColorN: () => {
      this.#state.color = null
    },
    setFillTransparent: () => {
      this.#state.alpha = 0
    },
    setGState: ([pairs]) => this.#setState(pairs),
    setTextRenderingMode: ([mode]) => {
      this.#state.mode = Number(mode)
    },
    setFont: ([, size]) => {
      this.#state.size = Number(size) || 1
    },
    setLeading: ([leading]) => {
      this.#state.leading = Number(leading) || 0
    },
    beginText: () => this.#setLine(IDENTITY),
    setTextMatrix: ([matrix]) => this.#setLine(toMatrix(matrix)),
    moveText: ([x, y]) => this.#moveLine(Number(x), Number(y)),
    setLeadingMoveText: ([x, y]) => {
      this.#state.leading = -Number(y)
      this.#moveLine(Number(x), Number(y))
    },
    nextLine: () => this.#moveLine(0, -this.#state.leading),
    showText: ([glyphs]) => this.#show(glyphs),
    shadingFill: () => this.#fill(EVERYWHERE, null),
    constructPath: ([operator, , bounds]) => this.#path(Number(operator), bounds),
  }

  #save(): void {
    this.#stack.push({ ...this.#state })
  }

  #restore(): void {
    this.#state = this.#stack.pop() ?? this.#state
  }

  #transform(matrix: Matrix | null): void {
    if (matrix) this.#state.ctm = compose(this.#state.ctm, matrix)
  }

  #setState(pairs: unknown): void {
    for (const pair of Array.isArray(pairs) ? pairs : []) {
      if (Array.isArray(pair) && pair[0] === 'ca') this.#state.alpha = Number(pair[1])
    }
  }

  #setLine(matrix: Matrix | null): void {
    this.#line = matrix ?? IDENTITY
    this.#text = this.#line
  }

  #moveLine(x: number, y: number): void {
    if (Number.isFinite(x) && Number.isFinite(y)) this.#setLine(compose(this.#line, [1, 0, 0, 1, x, y]))
  }

  #path(operator: number, bounds: unknown): void {
    const [x0, y0, x1, y1] = numbers(bounds, 4)
    if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return
    const box = applyToBox(this.#state.ctm, { x0, y0, x1, y1 })
    const isSmall = box.x1 - box.x0 <= MAX_MARK && box.y1 - box.y0 <= MAX_MARK
    if (isSmall && operator <= PAINTING.last && this.marks.length < MAX_MARKS) this.marks.push(box)
    const isFill = operator >= PAINTING.firstFill && operator <= PAINTING.last
    if (isFill && this.#state.alpha >= 0.5) this.#fill(box, this.#state.color)
  }

  /** An image fills the unit square. */
  #image(): void {
    this.#fill(applyToBox(this.#state.ctm, { x0: 0, y0: 0, x1: 1, y1: 1 }), null)
  }

  #fill(box: Box, color: string | null): void {
    if (this.#fills.length < MAX_FILLS) this.#fills.push({ box, color })
    else this.#fills[MAX_FILLS - 1] = { box: EVERYWHERE, color: null }
  }

  #show(glyphs: unknown): void {
    const place = apply(compose(this.#state.ctm, this.#text), { x: 0, y: 0 })
    if (hasInk(glyphs)) this.spots.push({ ...place, visibility: this.#visibility(place) })
    const advance = (advanceOf(glyphs) * this.#state.size) / 1000
    this.#text = compose(this.#text, [1, 0, 0, 1, advance, 0])
  }

  /** Some writers paint letters as shapes, and lay transparent text over them to be copied. */
  #isOutlined(place: Point): boolean {
    const first = Math.max(0, this.#fills.length - RECENT_FILLS)
    return this.#fills.slice(first).some(({ box, color }, i) => {
      const near = { x0: box.x0 - 2, y0: box.y0 - 2, x1: box.x1 + 2, y1: box.y1 + 2 }
      const isLetters = box.y1 - box.y0 <= MAX_OUTLINE && contains(near, place)
      return isLetters && !isSameColor(color, this.#colorUnder(place, first + i))
    })
  }

  /** The colour below the fills from the given one on; null is unknown. */
  #colorUnder(place: Point, end: number): string | null {
    // A little above the base line, so that a rule under the text is not its background.
    const inside = { x: place.x + 0.5, y: place.y + 1 }
    for (let i = end - 1; i >= 0; i--) {
      const fill = this.#fills[i]
      if (fill && contains(fill.box, inside)) return fill.color
    }
    return PAPER
  }

  #visibility(place: Point): TextSpot['visibility'] {
    const { mode, alpha, color } = this.#state
    if (INVISIBLE_MODES.includes(mode) || alpha < 0.05) {
      if (this.#isOutlined(place)) return 'visible'
      return alpha < 0.05 ? 'hidden' : 'invisible'
    }
    return isSameColor(color, this.#colorUnder(place, this.#fills.length)) ? 'hidden' : 'visible'
  }
}

/** No letter's outline is higher, in points. */
const MAX_OUTLINE = 80

/** pdf.js gives a path its painting operator; these numbers run from `stroke` over `fill` to `closeEOFillStroke`. */
const PAINTING = { firstFill: 22, last: 27 }

/** In thousandths of the font size; a number between glyphs moves back. */
function advanceOf(glyphs: unknown): number {
  let advance = 0
  for (const glyph of Array.isArray(glyphs) ? glyphs : []) {
    if (typeof glyph === 'number') advance -= glyph
    else if (glyph && typeof glyph.width === 'number') advance += glyph.width
  }
  return advance
}

const hasInk = (glyphs: unknown) =>
  Array.isArray(glyphs) &&
  glyphs.some((glyph) => typeof glyph?.unicode === 'string' && glyph.unicode.trim() !== '')

const SAME_CHANNEL = 10

function isSameColor(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false
  return [1, 3, 5].every((at) => {
    const difference = Number.parseInt(a.slice(at, at + 2), 16) - Number.parseInt(b.slice(at, at + 2), 16)
    return Math.abs(difference) <= SAME_CHANNEL
  })
}
