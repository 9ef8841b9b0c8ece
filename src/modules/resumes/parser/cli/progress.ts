import type { ParseState } from '#src/modules/resumes/parser/types.ts'

/** What of a stream a bar needs. */
interface Terminal {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

interface ProgressBar {
  step(state: ParseState): void
  end(): void
}

const MAX_WIDTH = 40
/** Redrawing is dearer than a small file, so it is done once for so many milliseconds. */
const EVERY_MS = 50

/** A bar that redraws its line on a terminal; anywhere else it says nothing. */
export function progressBar(terminal: Terminal, total: number): ProgressBar {
  const counts: Record<ParseState, number> = { parsed: 0, needs_review: 0, failed: 0 }
  let drawn = 0
  const draw = () => {
    const line = barLine(counts, total, terminal.columns ?? 80)
    terminal.write(`\r${line}\x1b[K`)
    drawn = performance.now()
  }
  if (!terminal.isTTY) return { step: () => undefined, end: () => undefined }
  draw()
  return {
    step(state) {
      counts[state] += 1
      if (performance.now() - drawn >= EVERY_MS) draw()
    },
    end() {
      draw()
      terminal.write('\n')
    },
  }
}

function barLine(
  { parsed, needs_review, failed }: Record<ParseState, number>,
  total: number,
  columns: number,
) {
  const done = parsed + needs_review + failed
  const words = ` ${done}/${total}  ${needs_review} to review, ${failed} failed`
  const width = Math.max(0, Math.min(MAX_WIDTH, columns - words.length - 3))
  const filled = Math.round((width * done) / Math.max(1, total))
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]${words}`.slice(0, Math.max(1, columns - 1))
}
