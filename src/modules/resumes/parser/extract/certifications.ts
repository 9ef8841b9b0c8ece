import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, fieldOf, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import { type Slice, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import type { Certification } from '#src/modules/resumes/parser/types.ts'
import { type DateRange, findDates } from './dates.ts'
import { segmentsOf } from './entries.ts'

const MAX_CERTIFICATIONS = 50
const MAX_LINE = 160
const DATE_LABEL = /\b(?:issued|obtained|date|valid|expires?|expiry|credential|id|no)\b.{0,40}$/i

interface Open {
  name: Slice
  issuer: Slice | null
  date: Field<string> | null
}

/** One a line; a following line without a mark of its own may add the issuer or the date. */
export function findCertifications(lines: readonly Line[]): Array<Tracked<Certification>> {
  const found: Open[] = []
  for (const line of lines) {
    if (line.text.length > MAX_LINE) continue
    const parts = segmentsOf([line])
      .flatMap((part) => splitSlice(part, /,\s|\s\(|\sby\s/g))
      .filter((part) => !DATE_LABEL.test(part.text))
    const date = dateField(line)
    const last = found.at(-1)
    const [first, second] = parts
    if (!first) {
      if (last && date) last.date ??= date
    } else if (last && continues(line, last, parts, lines)) {
      last.issuer ??= first
      last.date ??= date
    } else found.push({ name: first, issuer: second ?? null, date })
  }
  return found.slice(0, MAX_CERTIFICATIONS).map(({ name, issuer, date }) => ({
    name: fieldOf(name, 0.85),
    issuer: issuer ? fieldOf(issuer, 0.7) : null,
    date,
  }))
}

/** Issuer below its certificate: not a list, not set as boldly, and close under it. */
function continues(line: Line, last: Open, parts: Slice[], lines: readonly Line[]): boolean {
  if (line.bullet || line.gap || last.issuer || parts.length > 1) return false
  const isList = lines.every((other) => !other.gap || other === lines[0])
  return last.name.line.bold !== line.bold || (!isList && !line.bold)
}

function dateField(line: Line): Field<string> | null {
  const date: DateRange | undefined = findDates(line.text)[0]
  const value = date?.single ? date.end : date?.start
  return date && value
    ? new Field(value, 0.85, { page: line.page, start: line.start + date.from, end: line.start + date.to })
    : null
}
