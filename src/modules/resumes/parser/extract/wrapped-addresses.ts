import type { Line } from '#src/modules/resumes/parser/text/document.ts'

/** The last word of a line that may be an address which breaks off, where narrow columns break them. */
const BROKEN = /(?:^|\s)\S{2,100}[-._@/]$|^\S{1,64}@[^\s.]{1,60}(?:\.\p{L})?$/u
const ADDRESS = /@|\.[a-z]{2,6}\/|^https?:|^www\./i
const ONE_WORD = /^\.?[\p{Ll}\d][^\s,;|]{0,100}$/u
const MAX_PARTS = 3

/** Lines of contacts, with the e-mail addresses and links that go on in the next line made whole again. */
export function unwrapAddresses(lines: readonly Line[]): Line[] {
  const whole: Line[] = []
  for (let i = 0; i < lines.length; ) {
    const parts = partsAt(lines, i)
    const text = parts.map((line) => line.text).join('')
    const [first] = parts
    if (first && parts.length > 1 && ADDRESS.test(text)) {
      whole.push({ ...first, text, end: parts.at(-1)?.end ?? first.end })
      i += parts.length
    } else {
      if (first) whole.push({ ...first, text: first.text + restElsewhere(lines, first) })
      i += 1
    }
  }
  return whole
}

/** A line that breaks off, with those that go on and are nothing else. */
function partsAt(lines: readonly Line[], from: number): Line[] {
  const parts: Line[] = []
  for (const line of lines.slice(from, from + MAX_PARTS)) {
    const before = parts.at(-1)
    const goesOn = !before || (BROKEN.test(before.text) && !line.bullet && ONE_WORD.test(line.text))
    if (!goesOn) break
    parts.push(line)
  }
  return parts
}

const SLUG = /^[\p{Ll}\d]{2,30}(?:-[\p{Ll}\d]{1,30}){1,6}$/u

/** No address ends in a hyphen: where columns part a line of contacts, its rest is the only such word among them. */
function restElsewhere(lines: readonly Line[], { text }: Line): string {
  if (!/\p{L}-$/u.test(text) || !ADDRESS.test(text)) return ''
  const rests = lines.filter(
    (line, i) => SLUG.test(line.text) && !line.bullet && !BROKEN.test(lines[i - 1]?.text ?? ''),
  )
  return rests.length === 1 ? (rests[0]?.text ?? '') : ''
}
