import type { RawLine } from './document.ts'

/** UTF-16 units a line of prose does not reach; longer ones are exports that wrote a whole document as one line. */
const LONG_LINE = 400
/** Doubled spaces per thousand characters that are no accident of typing. */
const MIN_GAPS = 3
const GAP = /\s{2,}/g
/** A lost dash leaves a doubled space as well: `2006  Present`, `May 2003  June 2004`. */
const LOST_DASH =
  /((?:19|20)\d\d|\/\d\d)\s{2,3}(?=(?:\p{L}{3,9}\.? ?,? ?|\d\d?\/)?(?:19|20)\d\d\b|(?:present|current|now|till date|to date)\b)/giu
/** From this many spaces on there was a blank line. */
const BLANK = 4

/** A text put on one line often keeps its line breaks as doubled spaces, and its blank lines as four. */
export function restoreLines(lines: readonly RawLine[]): RawLine[] {
  return lines.flatMap((line) => (hasLostBreaks(line.text) ? broken(line) : [line]))
}

function hasLostBreaks(text: string): boolean {
  if (text.length < LONG_LINE) return false
  return (text.match(GAP)?.length ?? 0) >= (text.length / 1000) * MIN_GAPS
}

function broken(line: RawLine): RawLine[] {
  const text = line.text.replace(LOST_DASH, '$1 – ')
  const lines: RawLine[] = []
  let from = 0
  let gap = line.gap
  for (const space of text.matchAll(GAP)) {
    lines.push({ ...line, text: text.slice(from, space.index), gap })
    from = space.index + space[0].length
    gap = space[0].length >= BLANK
  }
  lines.push({ ...line, text: text.slice(from), gap })
  return lines.filter((part) => part.text !== '')
}
