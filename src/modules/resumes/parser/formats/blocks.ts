import { plainLine, type RawLine } from '#src/modules/resumes/parser/text/document.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'

/** What word processors have in common: paragraphs, and tables of cells that hold blocks again. */
export type Block = Paragraph | Table

export interface Paragraph {
  kind: 'paragraph'
  /** A line break is a newline. */
  text: string
  size: number
  bold: boolean
  bullet: boolean
  heading: boolean
  gap: boolean
  page: number
  /** The first paragraph of a text box. */
  column?: boolean
}

export interface Table {
  kind: 'table'
  rows: Block[][][]
}

/** A cell with at most this much beside another one is its label, such as the dates of an entry. */
const LABEL = { chars: 60, lines: 3 }

/** Text in reading order: a row of short cells is one line, labels join the first line of what they label. */
export function linesOfBlocks(blocks: readonly Block[]): RawLine[] {
  return blocks.flatMap((block) =>
    block.kind === 'table' ? block.rows.flatMap(rowLines) : paragraphLines(block),
  )
}

function paragraphLines({ text, size, bold, bullet, heading, gap, page, column }: Paragraph): RawLine[] {
  return text.split('\n').map((line, i) => ({
    text: line,
    page,
    size,
    bold,
    bullet,
    heading,
    gap: gap && i === 0,
    column: column === true && i === 0,
  }))
}

function rowLines(cells: Block[][]): RawLine[] {
  const filled = cells.map((cell) => linesOfBlocks(cell).filter((line) => line.text.trim() !== ''))
  const columns = filled.filter((lines) => lines.length > 0)
  const widest = columns.reduce<RawLine[]>((max, lines) => (chars(lines) > chars(max) ? lines : max), [])
  const labels = columns.filter((lines) => lines !== widest)
  if (labels.some((lines) => !isLabel(lines))) {
    return columns.flatMap((lines) => lines.map((line, i) => ({ ...line, column: i === 0 || line.column })))
  }
  const [first, ...rest] = widest
  if (!first) return []
  const headings = labels.flat().filter((line) => sectionNamed(line.text))
  const parts = columns.flatMap((lines) =>
    lines === widest ? [first] : lines.filter((line) => !headings.includes(line)),
  )
  const joined = plainLine(parts.map((line) => line.text).join('\t'), {
    page: first.page,
    size: first.size,
    bold: parts.some((line) => line.bold),
    bullet: first.bullet,
    heading: first.heading,
    gap: true,
  })
  return [...headings, joined, ...rest]
}

const chars = (lines: RawLine[]) => lines.reduce((sum, line) => sum + line.text.length, 0)

const isLabel = (lines: RawLine[]) => chars(lines) <= LABEL.chars && lines.length <= LABEL.lines
