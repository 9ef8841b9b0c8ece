import type { Span } from '#src/modules/resumes/parser/types.ts'
import type { Line } from './document.ts'

/** A stretch of one line that knows where it stands, so that what is cut out of it does too. */
export interface Slice {
  line: Line
  /** Offset within the line. */
  from: number
  text: string
}

export const sliceOf = (line: Line, from = 0, to = line.text.length): Slice =>
  trimSlice({ line, from, text: line.text.slice(from, to) })

export const sliceSpan = (slice: Slice): Span => ({
  page: slice.line.page,
  start: slice.line.start + slice.from,
  end: slice.line.start + slice.from + slice.text.length,
})

export const cut = (slice: Slice, from: number, to = slice.text.length): Slice =>
  trimSlice({ line: slice.line, from: slice.from + from, text: slice.text.slice(from, to) })

const EDGE = /[\s,;:|•·–—/@-]/

/** Without white space, separators and unpaired brackets at both ends. */
function trimSlice({ line, from, text }: Slice): Slice {
  let start = 0
  let end = text.length
  while (start < end && isEdge(text, start)) start += 1
  while (end > start && isEdge(text, end - 1)) end -= 1
  return { line, from: from + start, text: text.slice(start, end) }
}

const PAIRS: Record<string, string> = { '(': ')', ')': '(', '[': ']', ']': '[' }

function isEdge(text: string, at: number): boolean {
  const char = text.charAt(at)
  const pair = PAIRS[char]
  return EDGE.test(char) || (pair !== undefined && !text.includes(pair))
}

/** Parts between matches of a global pattern, without empty ones. */
export function splitSlice(slice: Slice, separator: RegExp): Slice[] {
  const parts: Slice[] = []
  let from = 0
  for (const match of slice.text.matchAll(separator)) {
    parts.push(cut(slice, from, match.index))
    from = match.index + match[0].length
  }
  parts.push(cut(slice, from))
  return parts.filter((part) => part.text !== '')
}
