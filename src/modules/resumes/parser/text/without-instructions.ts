import { findInstructions, type Stretch } from '#src/modules/scoring/instructions/find-instructions.ts'
import type { Provenance } from '../types.ts'
import type { Line, TextDocument } from './document.ts'

export interface ReadLines {
  lines: Line[]
  /** Whether something was left out. */
  hasInstructions: boolean
  /** Provenance of the lines, as places in the whole document. */
  placed(provenance: Provenance): Provenance
}

/**
 * The lines of a document as if what it says to machines did not stand there: what is read of them is what is read of the
 * document without it.
 */
export function withoutInstructions({ text, lines }: TextDocument): ReadLines {
  const left = findInstructions(text)
  if (left.length === 0) return { lines, hasInstructions: false, placed: (provenance) => provenance }
  const kept: Line[] = []
  const pieces: Piece[] = []
  let start = 0
  let gap = false
  for (const line of lines) {
    const parts = partsOf(line, left)
    const said = parts.map((part) => text.slice(part.start, part.end)).join('')
    if (said === '') {
      gap ||= line.gap
      continue
    }
    let at = start
    for (const part of parts) {
      pieces.push({ start: at, place: part.start })
      at += part.end - part.start
    }
    kept.push({ ...line, text: said, gap: line.gap || gap, start, end: at })
    start = at + 1
    gap = false
  }
  return { lines: kept, hasInstructions: true, placed: (provenance) => placed(provenance, pieces) }
}

/** What begins at `start` of the lines that are left, and where it stands in the document. */
interface Piece {
  start: number
  place: number
}

/** What is left of a line, without white space at its ends. */
function partsOf(line: Line, left: readonly Stretch[]): Stretch[] {
  const parts: Stretch[] = []
  let start = line.start
  for (const out of left) {
    if (out.end <= line.start || out.start >= line.end) continue
    if (out.start > start) parts.push({ start, end: out.start })
    start = Math.max(start, out.end)
  }
  if (start < line.end) parts.push({ start, end: line.end })
  const last = parts.at(-1)
  if (last) last.end -= trailing(line.text.slice(last.start - line.start, last.end - line.start))
  return parts.filter((part) => part.end > part.start)
}

const trailing = (text: string): number => text.length - text.trimEnd().length

function placed(provenance: Provenance, pieces: readonly Piece[]): Provenance {
  const placeOf = (offset: number) => {
    const piece = pieces.findLast(({ start }) => start <= offset)
    return piece ? piece.place + offset - piece.start : offset
  }
  return Object.fromEntries(
    Object.entries(provenance).map(([pointer, { span, ...rest }]) => [
      pointer,
      { ...rest, span: span && { ...span, start: placeOf(span.start), end: placeOf(span.end - 1) + 1 } },
    ]),
  )
}
