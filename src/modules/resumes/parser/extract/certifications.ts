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
  expires: Field<string> | null
  credential: Field<string> | null
}

/** One a line; a following line without a mark of its own may add the issuer or the date. */
export function findCertifications(lines: readonly Line[]): Array<Tracked<Certification>> {
  const found: Open[] = []
  for (const line of lines) {
    if (line.text.length > MAX_LINE) continue
    const parts = segmentsOf([line])
      .flatMap((part) => splitSlice(part, /,\s|\s\(|\sby\s/g))
      .filter((part) => !DATE_LABEL.test(part.text))
    const { date, expires } = datesOf(line)
    const credential = credentialOf(line)
    const last = found.at(-1)
    const [first, second] = parts
    if (!first) {
      if (last) complete(last, { date, expires, credential })
    } else if (last && continues(line, last, parts, lines)) {
      last.issuer ??= first
      complete(last, { date, expires, credential })
    } else found.push({ name: first, issuer: second ?? null, date, expires, credential })
  }
  return found.slice(0, MAX_CERTIFICATIONS).map(({ name, issuer, date, expires, credential }) => ({
    name: fieldOf(name, 0.85),
    issuer: issuer ? fieldOf(issuer, 0.7) : null,
    date,
    expires,
    credential_id: credential,
  }))
}

function complete(open: Open, more: Pick<Open, 'date' | 'expires' | 'credential'>): void {
  open.date ??= more.date
  open.expires ??= more.expires
  open.credential ??= more.credential
}

/** Issuer below its certificate: not a list, not set as boldly, and close under it. */
function continues(line: Line, last: Open, parts: Slice[], lines: readonly Line[]): boolean {
  if (line.bullet || line.gap || last.issuer || parts.length > 1) return false
  const isList = lines.every((other) => !other.gap || other === lines[0])
  return last.name.line.bold !== line.bold || (!isList && !line.bold)
}

const EXPIRY =
  /(?:expir\w{0,6}|valid (?:un)?til|valid thru|gültig bis|valable jusqu'(?:au|en)|expire le|válido hasta|válido até|vence|scade(?:nza)?|geldig tot)\D{0,20}$/i

/** Issued and expiring: two ends of a range, or a date that the words before it call the end. */
function datesOf(line: Line): { date: Field<string> | null; expires: Field<string> | null } {
  const dates = findDates(line.text)
  const end = dates.find(({ single, from }) => single && EXPIRY.test(line.text.slice(0, from)))
  const begin = dates.find((found) => found !== end)
  const range = begin && !begin.single ? begin : undefined
  return {
    date: fieldOfDate(line, begin, range ? range.start : (begin?.end ?? null)),
    expires: fieldOfDate(line, end ?? range, end ? end.end : (range?.end ?? null)),
  }
}

const fieldOfDate = (line: Line, date: DateRange | undefined, value: string | null): Field<string> | null =>
  date && value
    ? new Field(value, 0.85, { page: line.page, start: line.start + date.from, end: line.start + date.to })
    : null

const CREDENTIAL =
  /(?:credential|certificate|certification|licen[cs]e|zertifikats?|certificat|certificado|certificato|registration)\s?(?:id|no|nr|number|nummer|numéro|n°|nº|#)?\.?\s?[:#]?\s([A-Z0-9][A-Z0-9-]{3,40})(?![\w@])/i

function credentialOf(line: Line): Field<string> | null {
  const found = CREDENTIAL.exec(line.text)
  const id = found?.[1]
  if (!found || !id || !/\d/.test(id) || /^(?:19|20)\d\d$/.test(id)) return null
  const start = line.start + found.index + found[0].length - id.length
  return new Field(id, 0.85, { page: line.page, start, end: start + id.length })
}
