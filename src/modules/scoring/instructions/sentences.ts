/** A stretch of a text: UTF-16 offsets, end exclusive. */
export interface Stretch {
  start: number
  end: number
}

/** The lines of a text that say anything. */
export function linesIn(text: string): Stretch[] {
  const lines: Stretch[] = []
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    if (text.slice(start, end).trim() !== '') lines.push({ start, end })
    start = end + 1
  }
  return lines
}

/** What patterns look at in one piece; a longer sentence is looked at in several. */
const LONGEST = 1000
const END = /[.!?]["')\]]{0,3}\s+|[。！？]\s*/g

export function sentencesIn(line: string): Stretch[] {
  const ends = [...line.matchAll(END)].map(({ 0: mark, index }) => index + mark.length)
  const sentences: Stretch[] = []
  let start = 0
  for (const end of [...ends, line.length]) {
    for (; end - start > LONGEST; start += LONGEST) sentences.push({ start, end: start + LONGEST })
    if (line.slice(start, end).trim() !== '') sentences.push({ start, end })
    start = end
  }
  return sentences
}
