import type { Chunk } from '#src/modules/resumes/parser/pdf/chunks.ts'
import type { RecognizedLine, RecognizedWord } from './engine.ts'

/** Lines the engine is less sure of are specks and pieces of pictures; a single odd word may be a name. */
const MIN_CONFIDENCE = 40
/** As shares of the font size: the gap that parts words, and how much lines of one font are found to differ. */
const APART = 0.7
const SAME_SIZE = 0.15
/** The height from the foot of `p` to the top of `b`, as a share of the font size. */
const ROW = 0.93
/** A bullet comes as a letter or sign that looks like it. */
const LIKE_BULLET = /^[eo=~¢«»©®°•*+·-]$/

/** Recognised lines as text of a page, in points; `scale` is pixels a point. */
export function recognizedChunks(lines: readonly RecognizedLine[], page: number, scale: number): Chunk[] {
  const read = lines.filter(isText)
  const sizes = read.map(sizeOf).toSorted((a, b) => a - b)
  const usual = sizes[sizes.length >> 1] ?? 0
  return read.flatMap((line) => {
    const size = sizeOf(line)
    const h = Math.abs(size - usual) < SAME_SIZE * usual ? usual : size
    const y = (line.baseline.y0 + line.baseline.y1) / 2
    return runsOf(line.words, h).map(({ text, x0, x1, bullet }) => ({
      ...{ text, x0: x0 / scale, x1: x1 / scale, y: y / scale, h: h / scale, bold: false, page },
      ...(bullet && { bullet }),
    }))
  })
}

function isText({ words }: RecognizedLine): boolean {
  const sum = words.reduce((total, { confidence }) => total + confidence, 0)
  return words.length > 0 && sum / words.length >= MIN_CONFIDENCE
}

const sizeOf = ({ rowAttributes }: RecognizedLine) => rowAttributes.rowHeight / ROW

interface Run {
  text: string
  x0: number
  x1: number
  bullet: boolean
}

/** Words as close as those of one line are one run of text. */
function runsOf(words: readonly RecognizedWord[], h: number): Run[] {
  const [first, second] = words
  const bullet = first !== undefined && second !== undefined && LIKE_BULLET.test(first.text)
  const runs: Run[] = []
  for (const { text, bbox } of bullet ? words.slice(1) : words) {
    const run = runs.at(-1)
    if (run && bbox.x0 - run.x1 < APART * h) {
      run.text += ` ${text}`
      run.x1 = bbox.x1
    } else runs.push({ text, x0: bbox.x0, x1: bbox.x1, bullet: bullet && runs.length === 0 })
  }
  return runs
}
