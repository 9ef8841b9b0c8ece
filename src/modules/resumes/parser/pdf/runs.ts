import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { Box } from './geometry.ts'

export type Visibility = 'visible' | 'hidden' | 'invisible'

/** How text is shown: what parts two runs when it changes. */
export interface Look {
  /** Font size, in points. */
  h: number
  /** The name by which pdf.js keeps the font. */
  font: string
  visibility: Visibility
}

/** Which way text runs on the page as it is looked at. */
export type Direction = 'along' | 'up' | 'down'

/** Glyphs beside each other, in points from the top left corner of the page; `y` is the base line. */
interface Run extends Look {
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
/** Letters this far apart may be spaced for their look: each stays alone, until all of the line are known. */
const TRACKED = 0.05

/** Joins glyphs to runs as they are shown: by where they stand, since spaces need not be glyphs. */
class RunBuilder {
  readonly runs: Run[] = []
  #current: Run | undefined
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
    const isTracked = gap > TRACKED && !this.#sawSpace && run?.text.length === 1
    if (!run || gap > APART || gap < BACK || isTracked || !isAlike(run, look, y))
      this.#begin(char, x0, x1, y, look, order)
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

/** Of text that runs up or down the page, `y` is its top. */
export interface TextRun extends Run {
  turned: boolean
}

/** The text of a page by the ways it runs. */
export class PageText {
  readonly #builders = { along: new RunBuilder(), up: new RunBuilder(), down: new RunBuilder() }

  /** A glyph from one point of its base line to another. */
  add(way: Direction, char: string, { x0, y0, x1, y1 }: Box, look: Look, order: number): void {
    const { along, up, down } = this.#builders
    if (way === 'along') along.add(char, x0, x1, y0, look, order)
    else if (way === 'up') up.add(char, -y0, -y1, x0, look, order)
    else down.add(char, y0, y1, x0, look, order)
  }

  runs(): TextRun[] {
    const { along, up, down } = this.#builders
    return [
      ...along.runs.map((run) => ({ ...run, turned: false })),
      ...up.runs.map((run) => ({ ...run, x0: run.y - run.h, x1: run.y, y: -run.x1, turned: true })),
      ...down.runs.map((run) => ({ ...run, x0: run.y - run.h, x1: run.y, y: run.x0, turned: true })),
    ]
  }
}

const isBlank = (char: string) => char === ' ' || char.trim() === ''

const isAlike = (run: Run, look: Look, y: number) =>
  run.font === look.font &&
  run.visibility === look.visibility &&
  Math.abs(run.y - y) < RISE * look.h &&
  Math.abs(run.h - look.h) < RISE * look.h
