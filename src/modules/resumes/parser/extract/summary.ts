import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import type { Field } from '#src/modules/resumes/parser/text/field.ts'
import { textField } from './entries.ts'

const MAX_LINES = 40
/** An introduction without a heading is running text of at least this length. */
const [MIN_LINE, MIN_TEXT] = [50, 80]

export function findSummary(section: readonly Line[], header: readonly Line[]): Field<string> | null {
  if (section.length > 0) return textField(section.slice(0, MAX_LINES), 0.9)
  const start = header.findIndex((line) => isProse(line.text) && line.text.length >= MIN_LINE)
  if (start < 0) return null
  const after = header.slice(start)
  const end = after.findIndex((line, i) => i > 0 && (line.gap || /[@\t|]/.test(line.text)))
  const intro = end < 0 ? after : after.slice(0, end)
  const length = intro.reduce((sum, line) => sum + line.text.length, 0)
  return length >= MIN_TEXT ? textField(intro.slice(0, MAX_LINES), 0.7) : null
}

const isProse = (text: string) =>
  !/[@\t|•]|https?:/.test(text) && text.split(' ').length >= 8 && /\p{Ll}/u.test(text)
