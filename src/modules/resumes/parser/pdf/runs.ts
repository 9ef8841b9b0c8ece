import { LIMITS } from '#src/modules/resumes/parser/limits.ts'

export type Visibility = 'visible' | 'hidden' | 'invisible'

/** How text is shown: what parts two runs when it changes. */
interface Look {
  /** Font size, in points. */
  h: number
  /** The name by which pdf.js keeps the font. */
  font: string
  visibility: Visibility
}

/** Glyphs beside each other, in points from the top left corner of the page; `y` is the base line. */
export interface TextRun extends Look {
  text: string
  x0: number
  x1: number
  y: number
  /** How many fills were painted before. */
  order: number
}

const MAX_RUNS = 20_000
/** As shares of the font size: what is a space, what parts runs, what goes back too far, what is another line. */
const [SPACE, APART, BACK, RISE] = [0.102, 0.6, -0.3, 0.1]
/** With a glyph for it, a space may be this narrow. */
const THIN_SPACE = 0.02

/** Joins glyphs to runs as they are shown: by where they stand, since spaces need not be glyphs. */
export class RunBuilder {
  readonly runs: TextRun[] = []
  #current: TextRun | undefined
  #sawSpace = false
  #chars = 0

  /** A glyph from `x0` to `x1`; the order matters where a run begins. */
  add(char: string, x0: number, x1: number, y: number, look: Look, order: number): void {
    if (isBlank(char)) {
      this.#sawSpace = true
      return
    }
    if (this.runs.length >= MAX_RUNS || this.#chars > 2 * LIMITS.text) return
    this.#chars += char.length
    const run = this.#current
    const gap = run ? (x0 - run.x1) / look.h : 0
    if (!run || gap > APART || gap < BACK || !isAlike(run, look, y)) this.#begin(char, x0, x1, y, look, order)
    else {
      const hasSpace = gap > SPACE || (this.#sawSpace && gap > THIN_SPACE)
      run.text += hasSpace ? ` ${char}` : char
      run.x1 = Math.max(run.x1, x1)
    }
    this.#sawSpace = false
  }

  #begin(
    text: string,
    x0: number,
    x1: number,
    y: number,
    { h, font, visibility }: Look,
    order: number,
  ): void {
    this.#current = { text, x0, x1, y, h, font, visibility, order }
    this.runs.push(this.#current)
  }
}

const isBlank = (char: string) => char === ' ' || char.trim() === ''

const isAlike = (run: TextRun, look: Look, y: number) =>
  run.font === look.font &&
  run.visibility === look.visibility &&
  Math.abs(run.y - y) < RISE * look.h &&
  Math.abs(run.h - look.h) < RISE * look.h
