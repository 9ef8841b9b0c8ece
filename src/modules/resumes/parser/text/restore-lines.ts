/** What of a line matters here. */
interface Plain {
  text: string
  gap: boolean
}

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
export function restoreLines<L extends Plain>(lines: readonly L[]): L[] {
  return unquoted(lines).flatMap((line) => (hasLostBreaks(line.text) ? broken(line) : [line]))
}

/** A long line with doubled spaces throughout. */
export function hasLostBreaks(text: string): boolean {
  if (text.length < LONG_LINE) return false
  return (text.match(GAP)?.length ?? 0) >= (text.length / 1000) * MIN_GAPS
}

function broken<L extends Plain>(line: L): L[] {
  const text = line.text.replace(LOST_DASH, '$1 – ')
  const lines: L[] = []
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

/** A document that was one cell of a table of text stands in quotes as a whole; a mark without its pair tells so. */
function unquoted<L extends Plain>(lines: readonly L[]): L[] {
  const isFilled = (line: L) => line.text.trim() !== ''
  const [first, last] = [lines.find(isFilled), lines.findLast(isFilled)]
  return lines.map((line) => {
    const text = line.text.trim()
    const from = line === first && opens(text, line === last) ? 1 : 0
    const to = line === last && closes(text, line === first) ? text.length - 1 : text.length
    return from > 0 || to < text.length ? { ...line, text: text.slice(from, to) } : line
  })
}

const opens = (text: string, isOnly: boolean) => (isOnly ? /^".*"$/s : /^"[^"]*$/).test(text)
const closes = (text: string, isOnly: boolean) => (isOnly ? /^".*"$/s : /^[^"]*"$/).test(text)
