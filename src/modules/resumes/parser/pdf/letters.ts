import type { Chunk } from './chunks.ts'

/** Letters further apart than this, as a share of the font size, belong to different words or cells. */
const MAX_GAP = 1.2
/** Two letters alone have no rhythm to compare with: this much between them is a space. */
const PAIR_SPACE = 0.33

/**
 * Headings in small capitals or with spaced letters come as one chunk a letter. They become words: the gaps that are
 * clearly wider than the others are the spaces.
 */
export function joinLetters(chunks: readonly Chunk[]): Chunk[] {
  const joined: Chunk[] = []
  let run: Chunk[] = []
  const flush = () => {
    joined.push(...(run.length > 1 ? [wordsOf(run)] : run))
    run = []
  }
  for (const chunk of chunks) {
    const last = run.at(-1)
    if (!isLetter(chunk) || (last && !follows(last, chunk))) flush()
    if (isLetter(chunk)) run.push(chunk)
    else joined.push(chunk)
  }
  flush()
  return joined
}

const isLetter = ({ text }: Chunk) => /^\s*[\p{L}\p{N}&]\s*$/u.test(text)

function follows(last: Chunk, next: Chunk): boolean {
  const gap = next.x0 - last.x1
  const size = Math.min(last.h, next.h)
  return Math.abs(next.y - last.y) < 0.1 * size && gap > -0.3 * size && gap < MAX_GAP * size
}

function wordsOf(run: readonly Chunk[]): Chunk {
  const gaps = run.slice(1).map((chunk, i) => chunk.x0 - (run[i]?.x1 ?? 0))
  const h = Math.max(...run.map((chunk) => chunk.h))
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  const space = run.length > 2 ? Math.max(1.8 * usual, usual + 0.15 * h) : PAIR_SPACE * h
  const text = run
    .map(({ text: letter }, i) => ((gaps[i - 1] ?? 0) > space ? ' ' : '') + letter.trim())
    .join('')
  const [first, last] = [run[0] as Chunk, run.at(-1) as Chunk]
  return { ...first, text, h, x1: last.x1, bold: run.filter((chunk) => chunk.bold).length > run.length / 2 }
}
