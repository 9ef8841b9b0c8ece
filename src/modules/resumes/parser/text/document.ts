import { LIMITS } from '#src/modules/resumes/parser/limits.ts'
import type { ReasonCode } from '#src/modules/resumes/parser/reason-codes.ts'
import { hasLostBreaks, restoreLines } from './restore-lines.ts'
import { unescapeBytes } from './unescape.ts'

/** A visual line as a format's reader gives it. Cells of one line are parted by a tab. */
export interface RawLine {
  text: string
  page: number
  /** Font size in points; 0 where the format has none. */
  size: number
  bold: boolean
  bullet: boolean
  /** The format itself says that this is a heading. */
  heading: boolean
  /** There is visible space above. */
  gap: boolean
  /** The first line of a column or text box: what stood before does not continue here. */
  column: boolean
  /** It goes on from the line above, which was too narrow for it. */
  wrapped?: boolean
}

export interface RawDocument {
  lines: RawLine[]
  /** Targets of hyperlinks, which the visible text need not show. */
  links: string[]
  pageCount: number
  reasons: ReasonCode[]
}

/** A line with its place in the text of the whole document. */
export interface Line extends RawLine {
  start: number
  end: number
}

export interface TextDocument {
  text: string
  lines: Line[]
  truncated: boolean
  /** The line breaks were lost, and guessed. */
  restored: boolean
}

export const plainLine = (text: string, more: Partial<RawLine> = {}): RawLine => ({
  text,
  page: 1,
  size: 0,
  bold: false,
  bullet: false,
  heading: false,
  gap: false,
  column: false,
  ...more,
})

/** Joins the lines into one text and gives each its offsets. Blank lines become the gap of the next one. */
export function assembleText(raw: readonly RawLine[]): TextDocument {
  const lines: Line[] = []
  const restored = raw.some((line) => hasLostBreaks(line.text))
  let start = 0
  let gap = false
  for (const given of restoreLines(raw).flatMap(wrapped)) {
    const { text, bullet } = withoutBullet(cleanText(given.text))
    if (text === '') {
      gap = true
      continue
    }
    if (start + text.length > LIMITS.text || lines.length >= LIMITS.lines) {
      return { text: joined(lines), lines, truncated: true, restored }
    }
    const end = start + text.length
    lines.push({
      ...given,
      text,
      bullet: given.bullet || bullet,
      gap: given.gap || gap,
      start,
      end,
    })
    start = end + 1
    gap = false
  }
  return { text: joined(lines), lines, truncated: false, restored }
}

/** Patterns look at one line at a time, so a line has a bounded length. */
function wrapped(line: RawLine): RawLine[] {
  const parts: RawLine[] = []
  let rest = line.text.slice(0, LIMITS.text)
  while (rest.length > LIMITS.line) {
    const space = rest.lastIndexOf(' ', LIMITS.line)
    const at = space > 0 ? space : LIMITS.line
    parts.push({ ...line, text: rest.slice(0, at), ...(parts.length > 0 && { gap: false, column: false }) })
    rest = rest.slice(at)
  }
  return [...parts, parts.length > 0 ? { ...line, text: rest, gap: false, column: false } : line]
}

const joined = (lines: Line[]) => lines.map((line) => line.text).join('\n')

const LIGATURES: Record<string, string> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' }

/** Some writers of PDFs take a Chinese character for the sign of its radical, which looks the same: ⽤ for 用. */
const RADICALS = /[\u2e80-\u2fd5]/g

/** A glyph without a character between letters is mostly a ligature: Certi\0cations, Work\0ow. */
const LOST_LIGATURE = /(?<=\p{L})\0(?=(\p{L}{2}))/gu

/** So many spaces are meant as a gap. */
const CELL_SPACES = 3

/** Well-formed, without control characters and marks that print nothing; white space runs become one space or tab. */
function cleanText(text: string): string {
  return unescapeBytes(text)
    .toWellFormed()
    .normalize('NFC')
    .replace(RADICALS, (radical) => radical.normalize('NFKC'))
    .replace(/[ﬀ-ﬆ]/g, (letter) => LIGATURES[letter] ?? letter)
    .replace(LOST_LIGATURE, (_, next: string) => (/^(?:[aouy]|ex)/.test(next) ? 'fl' : 'fi'))
    .replace(/[\p{Cf}\ufffd]/gu, '')
    .replace(/[^\P{Cc}\t\n]/gu, ' ')
    .replace(/[\s\u2028\u2029]+/g, (space) =>
      space.includes('\t') || space.length >= CELL_SPACES ? '\t' : ' ',
    )
    .trim()
}

/** Characters that stand for letters and that nothing prints, which the flags of regions alone are spelled with. */
const TAGS = /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]{0,8})[\u{e0020}-\u{e007e}]/u

/** Whether a line says something in characters that no reader sees, and so is not written for readers. */
export const hasHiddenLetters = ({ text }: RawLine): boolean => text.includes('\udb40') && TAGS.test(text)

/** The private-use characters here are what Symbol and Wingdings call bullets; the others are icons. */
const MARK = '•◦▪▫■□●○‣⁃∙·➢➤►▶✓✔❖◆◇★☆\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf06e'
const BULLET = new RegExp(`^(?:[${MARK}]+\\s*|[–—*-](?=\\s)\\s*)`)
const ONLY_MARKS = new RegExp(`^[${MARK}–—*-]+$`)
/** An icon between words parts them as cells; one inside a word is a letter that the font does not tell. */
const ICON = /(^|\s)[\ue000-\uf8ff]+(?=\s|$)/g
const LOST = /[\ue000-\uf8ff]+/g

function withoutBullet(given: string): { text: string; bullet: boolean } {
  if (ONLY_MARKS.test(given)) return { text: '', bullet: true }
  const mark = BULLET.exec(given)?.[0] ?? ''
  const text = given
    .slice(mark.length)
    .replace(ICON, '\t')
    .replace(LOST, '')
    .replace(/\s*\t\s*/g, '\t')
    .trim()
  return { text, bullet: mark !== '' }
}
