import type { Chunk } from '#src/modules/resumes/parser/pdf/chunks.ts'
import type { RecognizedWord } from './engine.ts'

/** Words the engine is less sure of in the mean are specks and pieces of pictures, unless they look like words. */
const MIN_CONFIDENCE = 40
const LIKE_WORD = /[\p{L}\p{N}]{4}/u
/** A bullet comes as a letter or sign that looks like it. */
const LIKE_BULLET = /^[eo=~¢«»©®°•*+·-]$/
/** As shares of the font size: the gap that parts words, and how much the sizes of one font are found to differ. */
const APART = 0.7
const SAME_SIZE = 0.15
/** How high and how low letters reach, as shares of the font size, and which reach above `x` and below the line. */
const REACH = { small: 0.52, tall: 0.72, below: 0.21 }
const TALL = /[\p{Lu}\p{N}bdfhijklt|/()@&]/u
const BELOW = /[gjpqy|/()@,;]/u

/** Recognised lines as text of a page, in points; `scale` is pixels a point. */
export function recognizedChunks(
  lines: readonly { words: readonly RecognizedWord[] }[],
  page: number,
  scale: number,
): Chunk[] {
  const runs = lines.flatMap(({ words }) => runsOf(words)).filter(isText)
  const usual = median(runs.map(sizeOf))
  return runs.map((run) => {
    const size = sizeOf(run)
    const bullet = run.length > 1 && LIKE_BULLET.test(run[0]?.text ?? '')
    const words = bullet ? run.slice(1) : run
    return {
      text: words.map(({ text }) => text).join(' '),
      x0: Math.min(...words.map(({ bbox }) => bbox.x0)) / scale,
      x1: Math.max(...words.map(({ bbox }) => bbox.x1)) / scale,
      y: median(lettered(words).map(baseLineOf)) / scale,
      h: (Math.abs(size - usual) < SAME_SIZE * usual ? usual : size) / scale,
      bold: false,
      page,
      ...(bullet && { bullet }),
    }
  })
}

type Run = RecognizedWord[]

/** Words as close as those of one line: the engine's lines go over columns, which may stand at other heights. */
function runsOf(words: readonly RecognizedWord[]): Run[] {
  const runs: Run[] = []
  for (const word of words) {
    const last = runs.at(-1)?.at(-1)
    const isNear = last && word.bbox.x0 - last.bbox.x1 < APART * sizeOf(lettered([last, word]))
    if (isNear) runs.at(-1)?.push(word)
    else runs.push([word])
  }
  return runs
}

function isText(run: Run): boolean {
  const sum = run.reduce((total, { confidence }) => total + confidence, 0)
  return sum / run.length >= MIN_CONFIDENCE || run.some(({ text }) => LIKE_WORD.test(text))
}

/** Signs alone tell no size. */
function lettered(words: readonly RecognizedWord[]): readonly RecognizedWord[] {
  const found = words.filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
  return found.length > 0 ? found : words
}

const sizeOf = (words: readonly RecognizedWord[]) => median(lettered(words).map(sizeOfWord))

/** The font size by the height of the box, which its letters need not fill. */
function sizeOfWord({ text, bbox }: RecognizedWord): number {
  const share = (TALL.test(text) ? REACH.tall : REACH.small) + (BELOW.test(text) ? REACH.below : 0)
  return (bbox.y1 - bbox.y0) / share
}

const baseLineOf = (word: RecognizedWord) =>
  word.bbox.y1 - (BELOW.test(word.text) ? REACH.below * sizeOfWord(word) : 0)

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
