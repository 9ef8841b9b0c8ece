import { applyToBox, type Box, compose, IDENTITY, type Matrix, numbers, toMatrix } from './geometry.ts'
import { boxOver, directionOf, isGlyph } from './glyphs.ts'
import {
  EVERYWHERE,
  Ground,
  intersection,
  isRectangle,
  isSameColor,
  isUpright,
  overlaps,
  pictureBox,
} from './ground.ts'
import { type Look, PageText, type TextRun, type Visibility } from './runs.ts'

/** What pdf.js calls an operator list: numbers of operators, and the arguments of each. */
export interface OperatorList {
  fnArray: readonly number[]
  argsArray: readonly unknown[]
}

/** What the walk asks for on its way. */
export interface Surroundings {
  /** From the page to how it is looked at: points from the top left corner. */
  view: Matrix
  /** What is seen of the page. */
  box: Box
  /** The names of the operators by their numbers. */
  names: ReadonlyMap<number, string>
  /** A unit of a glyph's width, as a share of the font size. */
  unitOf(font: string): number
  isOpaque(picture: unknown): boolean
  isLayerShown(layer: unknown): boolean
}

export interface Picture {
  /** What pdf.js gives for it: its name, or the picture itself. */
  source: unknown
  /** Its bits let paint through, which is of this colour; null is a pattern. */
  isStencil: boolean
  color: string | null
  /** From the unit square to the page. */
  matrix: Matrix
  clip: Box
}

interface Drawing {
  runs: readonly TextRun[]
  /** Small shapes, such as the bullets of lists. */
  marks: readonly Box[]
  /** Those painted once and seen, in their order. */
  pictures: readonly Picture[]
}

const NONE: unknown[] = []
const MAX_OPERATORS = 2_000_000
const MAX_MARKS = 2000
const MAX_PICTURES = 500
/** Points. */
const MAX_MARK = 12
/** Points; nobody reads smaller print. */
const READABLE = 2
const INVISIBLE_MODES = [3, 7]
/** pdf.js gives a path its painting operator; these numbers run from `stroke` over `fill` to `closeEOFillStroke`. */
const PAINTING = { firstFill: 22, last: 27 }

/**
 * Follows the drawing of a page as far as needed to know each text, the colour of it and of what lies under and over
 * it. Best effort: blend modes and soft masks are not followed, and whatever is unknown counts as visible. Text drawn
 * in no way at all is 'invisible': scanners lay it over their picture.
 */
export function walkPage(list: OperatorList, surroundings: Surroundings): Drawing {
  const walk = new PageWalk(surroundings)
  const end = Math.min(list.fnArray.length, MAX_OPERATORS)
  for (let i = 0; i < end; i++) {
    const args = list.argsArray[i]
    walk.step(list.fnArray[i] ?? -1, Array.isArray(args) ? args : NONE)
  }
  return walk.finish()
}

interface Graphics {
  ctm: Matrix
  /** `#rrggbb`; null is a pattern. */
  color: string | null
  alpha: number
  /** What is not cut away, at most; exact when everything that cuts is a rectangle. */
  clip: Box
  isClipExact: boolean
  mode: number
  font: string
  unit: number
  size: number
  leading: number
  charSpacing: number
  wordSpacing: number
  stretch: number
  rise: number
}

class PageWalk {
  readonly #around: Surroundings
  readonly #marks: Box[] = []
  readonly #pictures: Picture[] = []
  readonly #ground = new Ground()
  readonly #text = new PageText()
  readonly #stack: Graphics[] = []
  readonly #layers: boolean[] = []
  readonly #byNumber: Array<((args: unknown[]) => void) | undefined> = []
  #state: Graphics
  #line: Matrix = IDENTITY
  #matrix: Matrix = IDENTITY
  #clips = false

  constructor(around: Surroundings) {
    this.#around = around
    this.#state = {
      ctm: around.view,
      color: '#000000',
      alpha: 1,
      clip: EVERYWHERE,
      isClipExact: true,
      ...{
        mode: 0,
        font: '',
        unit: 0.001,
        size: 1,
        leading: 0,
        charSpacing: 0,
        wordSpacing: 0,
        stretch: 1,
        rise: 0,
      },
    }
    for (const [number, name] of around.names) {
      const step =
        this.#steps[name] ?? (/^paint(?:Inline)?Image/.test(name) ? this.#pictureStep(name) : undefined)
      if (step) this.#byNumber[number] = step
    }
  }

  step(operator: number, args: unknown[]): void {
    this.#byNumber[operator]?.(args)
  }

  finish(): Drawing {
    const runs = this.#text.runs()
    for (const run of runs) {
      const box = { x0: run.x0, x1: run.x1, y0: run.y - 0.5 * run.h, y1: run.y }
      if (run.visibility === 'visible' && this.#ground.isCovered(box, run.order)) run.visibility = 'hidden'
    }
    return { runs, marks: this.#marks, pictures: this.#pictures }
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
    beginMarkedContent: () => this.#layers.push(true),
    beginMarkedContentProps: ([tag, layer]) =>
      this.#layers.push(tag !== 'OC' || this.#around.isLayerShown(layer)),
    endMarkedContent: () => this.#layers.pop(),
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
    setFont: ([font, size]) => this.#setFont(font, size),
    setLeading: ([leading]) => {
      this.#state.leading = finite(leading)
    },
    setCharSpacing: ([spacing]) => {
      this.#state.charSpacing = finite(spacing)
    },
    setWordSpacing: ([spacing]) => {
      this.#state.wordSpacing = finite(spacing)
    },
    setHScale: ([percent]) => {
      this.#state.stretch = finite(percent) / 100
    },
    setTextRise: ([rise]) => {
      this.#state.rise = finite(rise)
    },
    beginText: () => this.#setLine(IDENTITY),
    setTextMatrix: (args) => this.#setLine(toMatrix(args[0])),
    moveText: (args) => this.#moveLine(Number(args[0]), Number(args[1])),
    setLeadingMoveText: ([x, y]) => {
      this.#state.leading = -finite(y)
      this.#moveLine(Number(x), Number(y))
    },
    nextLine: () => this.#moveLine(0, -this.#state.leading),
    showText: (args) => this.#show(Array.isArray(args[0]) ? args[0] : NONE),
    clip: () => {
      this.#clips = true
    },
    eoClip: () => {
      this.#clips = true
    },
    shadingFill: () => this.#ground.add(this.#state.clip, null, false),
    constructPath: ([operator, paths, bounds]) => this.#path(Number(operator), paths, bounds),
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
      if (!Array.isArray(pair)) continue
      if (pair[0] === 'ca') this.#state.alpha = Number(pair[1])
      if (pair[0] === 'Font' && Array.isArray(pair[1])) this.#setFont(pair[1][0], pair[1][1])
    }
  }

  #setFont(font: unknown, size: unknown): void {
    this.#state.font = String(font)
    this.#state.size = finite(size) || 1
    this.#state.unit = this.#around.unitOf(this.#state.font)
  }

  #setLine(matrix: Matrix | null): void {
    this.#line = matrix ?? IDENTITY
    this.#matrix = this.#line
  }

  #moveLine(x: number, y: number): void {
    if (Number.isFinite(x) && Number.isFinite(y)) this.#setLine(moved(this.#line, x, y))
  }

  #path(operator: number, paths: unknown, bounds: unknown): void {
    const [x0, y0, x1, y1] = numbers(bounds, 4)
    if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return
    const own = { x0, y0, x1, y1 }
    const { ctm, clip, alpha, color, isClipExact } = this.#state
    const box = applyToBox(ctm, own)
    const isSmall = box.x1 - box.x0 <= MAX_MARK && box.y1 - box.y0 <= MAX_MARK
    if (isSmall && operator <= PAINTING.last && this.#marks.length < MAX_MARKS) this.#marks.push(box)
    const isExact = isUpright(ctm) && isRectangle(Array.isArray(paths) ? paths[0] : null, own)
    if (operator >= PAINTING.firstFill && operator <= PAINTING.last && alpha >= 0.5) {
      const covers = isExact && isClipExact && alpha > 0.95 && color !== null
      this.#ground.add(intersection(box, clip), color, covers)
    }
    if (this.#clips)
      Object.assign(this.#state, { clip: intersection(box, clip), isClipExact: isClipExact && isExact })
    this.#clips = false
  }

  readonly #pictureStep = (name: string) => {
    const isStencil = name.includes('Mask')
    const isOnce = /XObject$|^paintInlineImage/.test(name) && !name.includes('Group')
    return ([source]: unknown[]) => {
      if (isOnce) this.#keep(source, isStencil)
      this.#picture(!isStencil && this.#around.isOpaque(source))
    }
  }

  #keep(source: unknown, isStencil: boolean): void {
    const { ctm: matrix, clip, color, alpha } = this.#state
    const isSeen = alpha >= 0.5 && !this.#layers.includes(false)
    if (isSeen && this.#pictures.length < MAX_PICTURES)
      this.#pictures.push({ source, isStencil, color, matrix, clip })
  }

  #picture(isOpaque: boolean): void {
    const { ctm, clip, alpha, isClipExact } = this.#state
    const covers = isOpaque && isClipExact && isUpright(ctm) && alpha > 0.95
    this.#ground.add(intersection(pictureBox(ctm), clip), null, covers)
  }

  #show(glyphs: unknown[]): void {
    const { ctm, size, stretch, rise, unit, charSpacing, wordSpacing, font } = this.#state
    const [a, b, c, d, e, f] = compose(compose(ctm, this.#matrix), [size * stretch, 0, 0, size, 0, rise])
    const h = Math.hypot(c, d)
    const way = directionOf(a, b)
    let look: Look | undefined
    let x = 0
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') {
        x -= glyph / 1000
        // A jump may lead anywhere.
        if (Math.abs(glyph) > JUMP) look = undefined
      } else if (isGlyph(glyph)) {
        const width = glyph.width * unit
        if (way && h > 0) {
          const end = x + width
          const base = { x0: a * x + e, y0: b * x + f, x1: a * end + e, y1: b * end + f }
          look ??= { h, font, visibility: this.#visibility(boxOver(way, base, h), h) }
          this.#text.add(way, glyph.unicode, base, look, this.#ground.size)
        }
        x += width + (charSpacing + (glyph.isSpace ? wordSpacing : 0)) / size
      }
    }
    this.#matrix = moved(this.#matrix, x * size * stretch, 0)
  }

  #visibility(box: Box, h: number): Visibility {
    const { mode, alpha, color, clip } = this.#state
    const isAway = !overlaps(box, this.#around.box) || !overlaps(box, clip) || this.#layers.includes(false)
    if (isAway || h < READABLE) return 'hidden'
    // A little above the base line, so that a rule under the text is not its background.
    const place = { x: box.x0 + 0.5, y: box.y1 - 1 }
    if (INVISIBLE_MODES.includes(mode) || alpha < 0.05) {
      if (this.#ground.isOutlined(place)) return 'visible'
      return alpha < 0.05 ? 'hidden' : 'invisible'
    }
    return isSameColor(color, this.#ground.colorUnder(place)) ? 'hidden' : 'visible'
  }
}

/** Thousandths of the font size. */
const JUMP = 1000

const moved = ([a, b, c, d, e, f]: Matrix, x: number, y: number): Matrix => [
  a,
  b,
  c,
  d,
  a * x + c * y + e,
  b * x + d * y + f,
]

const finite = (value: unknown): number => (Number.isFinite(Number(value)) ? Number(value) : 0)
