import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, fieldOf, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import { cut, type Slice, sliceSpan, splitSlice } from '#src/modules/resumes/parser/text/slice.ts'
import type { Education } from '#src/modules/resumes/parser/types.ts'
import { degreeLevel, isInstitution } from '#src/modules/resumes/parser/words/degrees.ts'
import { findDates } from './dates.ts'
import { datedLines, type Entry, segmentsOf, splitEntries, withoutIdleBullets } from './entries.ts'
import { splitLocation } from './location.ts'

const MAX_ENTRIES = 30
const MAX_BODY = 4

export function findEducation(section: readonly Line[]): Array<Tracked<Education>> {
  const lines = withoutIdleBullets(section)
  const entries = splitEntries(lines, educationAnchors(lines)).slice(0, MAX_ENTRIES)
  const schoolAt = usualPlaceOfSchool(entries)
  return entries
    .map((entry) => present(entry, nameParts(entry, schoolAt)))
    .filter((item) => item.institution || item.degree_raw)
}

/** Dates, unless there are more institutions, or more degrees, than dated lines. */
function educationAnchors(lines: readonly Line[]): number[] {
  const where = (test: (text: string) => boolean) =>
    lines.flatMap((line, i) => (line.text.length <= 120 && !line.bullet && test(line.text) ? [i] : []))
  const dated = [...datedLines(lines).keys()]
  const institutions = where(isInstitution)
  if (dated.length >= institutions.length && dated.length > 0) return dated
  if (institutions.length > 0) return institutions
  return where((text) => degreeLevel(text) !== null)
}

const GPA =
  /\b(?:c?gpa|grade|notendurchschnitt|abschlussnote|gesamtnote|durchschnitt|note|moyenne|media|promedio|nota(?: media)?|voto medio|gemiddelde|cijfer|score)\b[^\d\n]{0,12}(\d{1,2}(?:[.,]\d{1,2})?)/i

function present(entry: Entry, { institution, degree, rest }: StudyNames): Tracked<Education> {
  const lines = [...entry.header, ...entry.body.slice(0, MAX_BODY)]
  const dates = datesOf(entry)
  const study = degree ?? rest
  const level = degree ? degreeLevel(degree.text) : null
  const gpa = gpaOf(lines)
  const year = dates && !dates.current && dates.end ? Number(dates.end.slice(0, 4)) : null
  const span = dates?.span ?? null
  const field = fieldOfStudy(study, level !== null, rest)
  return {
    degree: level && study ? new Field(level, 0.9, sliceSpan(study)) : null,
    degree_raw: study ? fieldOf(study, level ? 0.9 : 0.6) : null,
    field: field ? fieldOf(field, 0.75) : null,
    institution: institution ? fieldOf(institution, isInstitution(institution.text) ? 0.92 : 0.6) : null,
    start_date: dates?.start ? new Field(dates.start, 0.9, span) : null,
    end_date: dates?.end ? new Field(dates.end, 0.9, span) : null,
    graduation_year: year === null ? null : new Field(year, 0.85, span),
    gpa,
  }
}

interface StudyDates {
  start: string | null
  end: string | null
  current: boolean
  span: { page: number; start: number; end: number }
}

function datesOf({ dates }: Entry): StudyDates | null {
  if (!dates) return null
  const { start, end, current, line, from, to } = dates
  return { start, end, current, span: { page: line.page, start: line.start + from, end: line.start + to } }
}

interface StudyNames {
  institution: Slice | null
  degree: Slice | null
  rest: Slice | null
}

const partsOf = (lines: readonly Line[]) => segmentsOf(lines).flatMap(studyParts)

/** Where the schools that words tell stand among the parts of their entries: the others stand there too. */
function usualPlaceOfSchool(entries: readonly Entry[]): number | null {
  const counts = new Map<number, number>()
  for (const entry of entries) {
    const at = partsOf(entry.header).findIndex(
      ({ text }) => isInstitution(text) && degreeLevel(text) === null,
    )
    if (at >= 0) counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

function nameParts(entry: Entry, schoolAt: number | null): StudyNames {
  const named = partsOf(entry.header)
  const told = partsOf(entry.body.slice(0, MAX_BODY).filter((line) => line.text.length <= 90))
  const all = [
    ...named,
    ...told.filter((part) => isInstitution(part.text) || degreeLevel(part.text) !== null),
  ]
  const pureDegree = all.find((part) => degreeLevel(part.text) !== null && !isInstitution(part.text))
  const usual = schoolAt === null ? undefined : named[schoolAt]
  const school =
    all.find((part) => isInstitution(part.text) && part !== pureDegree) ??
    (usual && degreeLevel(usual.text) === null ? usual : undefined)
  const [only, ...more] = named
  if (!school && only && more.length === 0 && (!pureDegree || pureDegree === only)) return namesInOne(only)
  const degree = pureDegree ?? all.find((part) => degreeLevel(part.text) !== null && part !== school) ?? null
  const others = named.filter((part) => part !== degree && part !== school && !GPA.test(part.text))
  const institution = school ?? (degree ? others.shift() : others[0]) ?? null
  return { institution, degree, rest: others.find((part) => part !== institution) ?? null }
}

/** 'Physics, BSc, Springfield Tech' and 'BSc Physics at Springfield Tech', whose school no word tells. */
function namesInOne(whole: Slice): StudyNames {
  const marks = [...whole.text.matchAll(SCHOOL_MARK)]
  const mark = marks.findLast(({ 0: text }) => text !== ', ') ?? marks.at(-1)
  const study = mark ? cut(whole, 0, mark.index) : whole
  const school = mark ? cut(whole, mark.index + mark[0].length) : null
  if (school && degreeLevel(school.text) === null && !findDates(school.text).length)
    return { institution: school, degree: degreeLevel(study.text) ? study : null, rest: study }
  const isStudy = degreeLevel(whole.text) !== null
  return { institution: isStudy ? null : whole, degree: isStudy ? whole : null, rest: null }
}

const SCHOOL_MARK = /\s(?:at|@|bei|chez|presso|an der|en la|à l['’]|na)\s|, /g

/** Commas part what is told in one segment, but not the field from its degree. */
function studyParts(segment: Slice): Slice[] {
  const { rest, location } = splitLocation(segment)
  if (!rest) return []
  const parts = splitSlice(rest, /,\s|\s(?:at|from|an der)\s/g)
  const isMixed =
    parts.some((part) => isInstitution(part.text)) && parts.some((part) => !isInstitution(part.text))
  if (!isMixed) return location && rest.text === '' ? [] : [rest]
  const school = parts.findIndex((part) => isInstitution(part.text))
  const before = parts[school - 1]
  const [first] = parts
  const around: Slice[] = []
  if (before && first) around.push(cut(rest, 0, before.from + before.text.length - rest.from))
  if (parts[school]) around.push(parts[school])
  return [...around, ...parts.slice(school + 1)]
}

const LINK = /\s(?:in|en|im|of|fur|für|di|em|des?|der|der|met|mention|:)\s|:\s/gi
const DEGREE_WORDS =
  /^(?:(?:bachelor|master|doctor|associate)(?:'s|’s|s)?(?: degree)?(?: of (?:science|arts|engineering|business administration|technology|fine arts|laws|education|applied science|philosophy|commerce|music))?|ph\.?d\.?|m\.?b\.?a\.?|[mb]\.? ?(?:sc|eng|tech|a|s|com|ed)\.?|diplom|diploma|licence|laurea(?: magistrale| triennale)?|licenciatura|grado|mestrado|certificate)(?:\s*\([^)]{1,12}\))?[\s,:]+/i

/** 'Physics' of 'BSc in Physics', 'BSc Physics', 'BSc, Physics' or 'Physics, BSc'. */
function fieldOfStudy(study: Slice | null, hasDegree: boolean, rest: Slice | null): Slice | null {
  if (!study) return null
  if (!hasDegree) return study
  const comma = study.text.lastIndexOf(', ')
  if (comma > 0 && degreeLevel(study.text.slice(0, comma)) === null) return cut(study, 0, comma)
  const words = DEGREE_WORDS.exec(study.text)?.[0]
  const after = words ? cut(study, words.length) : null
  const linked = lastLink(after ?? study)
  if (linked) return linked
  if (after && after.text.length >= 3)
    return cut(after, /^(?:in|of|en|di|em|de)\s/i.exec(after.text)?.[0].length ?? 0)
  return rest
}

function lastLink(slice: Slice): Slice | null {
  const links = [...slice.text.matchAll(LINK)].filter(
    (link) => degreeLevel(slice.text.slice(0, link.index)) !== null || /^\s?(?:in|im)\s/i.test(link[0]),
  )
  const link = links.at(-1)
  const found = link ? cut(slice, link.index + link[0].length) : null
  return found && found.text.length >= 3 ? found : null
}

function gpaOf(lines: readonly Line[]): Field<number> | null {
  for (const line of lines) {
    const match = GPA.exec(line.text)
    const value = Number(match?.[1]?.replace(',', '.'))
    if (!match || !Number.isFinite(value) || value <= 0 || value > 10) continue
    return new Field(value, 0.9, {
      page: line.page,
      start: line.start + match.index,
      end: line.start + match.index + match[0].length,
    })
  }
  return null
}
