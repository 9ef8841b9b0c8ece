import { findDates } from '#src/modules/resumes/parser/extract/dates.ts'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, fieldOf, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import { cut, type Slice, sliceOf, sliceSpan } from '#src/modules/resumes/parser/text/slice.ts'
import type { Education } from '#src/modules/resumes/parser/types.ts'
import { degreeLevel } from '#src/modules/resumes/parser/words/degrees.ts'
import { degreesIn, type FoundDegree, isFieldWord } from '#src/modules/resumes/parser/words/studies.ts'
import { runningText, wordsOf } from './running-text.ts'
import { schoolsIn } from './schools.ts'

type Study = Tracked<Education>
type Kind = 'degree' | 'school' | 'date'

interface Mention {
  kind: Kind
  from: number
  to: number
}

const MAX_STUDIES = 30
const MAX_MENTIONS = 300
/** Characters between two things that are told of one study. */
const NEAR = 160

/** Studies by the names of degrees and schools and the years near them, wherever lines begin and end. */
export function studiesTold(lines: readonly Line[], isEducation: boolean): Study[] {
  const { text, start } = runningText(lines)
  const first = lines[0]
  if (!first) return []
  const line: Line = { ...first, text, start, end: start + text.length }
  const named = degreesIn(text).slice(0, MAX_MENTIONS)
  const degrees = named
    .map((degree) => withField(text, degree, isEducation))
    .filter((degree) => degree !== null)
  const schools = schoolsIn(text, named).filter(
    (school) => !degrees.some((degree) => overlaps(degree, school)),
  )
  const dates: Mention[] = findDates(text).map(({ from, to }) => ({ kind: 'date', from, to }))
  const mentions = [
    ...degrees,
    ...schools.map((school): Mention => ({ kind: 'school', ...school })),
    ...dates,
  ]
  return groups(mentions.sort((a, b) => a.from - b.from))
    .filter((group) => isStudy(group, isEducation))
    .slice(0, MAX_STUDIES)
    .map((group) => present(line, group))
}

const overlaps = (a: Mention, b: { from: number; to: number }) => a.from < b.to && b.from < a.to

type Group = Partial<Record<Kind, Mention>>

/** A kind told again, or far away, begins the next study. */
function groups(mentions: readonly Mention[]): Group[] {
  const found: Group[] = []
  let current: Group = {}
  let end = 0
  for (const mention of mentions) {
    if (current[mention.kind] || mention.from - end > NEAR) {
      found.push(current)
      current = {}
    }
    current[mention.kind] = mention
    end = mention.to
  }
  return [...found, current]
}

const isStudy = ({ degree, school }: Group, isEducation: boolean) =>
  isEducation ? Boolean(degree ?? school) : degree !== undefined

function present(line: Line, { degree, school, date }: Group): Study {
  const study = degree ? sliceOf(line, degree.from, degree.to) : null
  const level = study ? degreeLevel(study.text) : null
  const range = date ? findDates(line.text.slice(date.from, date.to))[0] : undefined
  const span = date ? sliceSpan(sliceOf(line, date.from, date.to)) : null
  const year = range && !range.current && range.end ? Number(range.end.slice(0, 4)) : null
  const field = study ? subjectOf(study) : null
  return {
    degree: level && study ? new Field(level, 0.75, sliceSpan(study)) : null,
    degree_raw: study ? fieldOf(study, 0.75) : null,
    field: field ? fieldOf(field, 0.65) : null,
    institution: school ? fieldOf(sliceOf(line, school.from, school.to), 0.75) : null,
    start_date: range?.start ? new Field(range.start, 0.7, span) : null,
    end_date: range?.end ? new Field(range.end, 0.7, span) : null,
    graduation_year: year === null ? null : new Field(year, 0.7, span),
    gpa: null,
  }
}

function subjectOf(study: Slice): Slice | null {
  const link = /\s(?:in|of)\s(?!.*\sin\s)|,\s|\s?[-–:(]\s?/.exec(study.text)
  const field = link ? cut(study, link.index + link[0].length) : null
  return field && field.text.length >= 3 ? field : null
}

const NOT_A_DEGREE =
  /^\s(?:office|word|excel|sql|access|project|visio|power\s?point|outlook|windows|dynamics|sharepoint|exchange|bi|dos|teams|crm|azure|team|of (?:conduct|participation|merit))\b/i
const MAX_FIELD_WORDS = 8

/** 'Bachelor of Science in Civil Engineering': the degree with the subject that follows it. */
function withField(text: string, degree: FoundDegree, isEducation: boolean): Mention | null {
  const rest = text.slice(degree.to, degree.to + 140)
  if (NOT_A_DEGREE.test(rest)) return null
  const bracket = /^\s?\((?:[\p{L}.&, -]{2,40})\)/u.exec(rest)?.[0].length ?? 0
  const honours =
    /^\s?(?:\((?:hons?|honou?rs)\.?\)|hons\.?|honou?rs|degree)(?![\p{L}])/iu.exec(rest.slice(bracket))?.[0]
      .length ?? 0
  const head = bracket + honours
  const length = fieldLength(rest.slice(head))
  if (!isEducation && length === 0 && needsSubject(degree, text.slice(degree.from, degree.to))) return null
  if (!isEducation && degree.kind === 'school') return null
  return { kind: 'degree', from: degree.from, to: degree.to + head + length }
}

/** Words that are more often something else: 'MS', 'Master', 'Certificate'. */
const needsSubject = (degree: FoundDegree, text: string) =>
  degree.kind === 'letters' || /^(?:Master|Associate|Doctor|Graduation|Certificate|Diploma)$/.test(text)

/** How far the subject reaches: words of subjects behind 'in', 'of', a dash or a comma, or right behind the degree. */
function fieldLength(rest: string): number {
  const link = /^\s?(?:(?:in|of|on)\s|[-–:,/]\s?|\s)/iu.exec(rest)?.[0] ?? ''
  if (link === '') return 0
  const isLinked = /\p{L}/u.test(link)
  let length = 0
  let count = 0
  for (const word of wordsOf(rest.slice(link.length))) {
    const bare = word.text.replace(/[.,;:)]+$/, '').replace(/^\(/, '')
    const isSmall = /^(?:and|&|of|in|the|for|\/|-|–)$/i.test(bare)
    const isSubject = bare.split(/[/&-]/).some((part) => part !== '' && isFieldWord(part))
    const isNamed = isLinked && count === 0 && /^\p{Lu}\p{L}/u.test(bare)
    if (!isSmall && !isSubject && !isNamed) break
    count += 1
    if (!isSmall) length = link.length + word.from + bare.length + (word.text.startsWith('(') ? 1 : 0)
    if (/[,;.)]$/.test(word.text) || count >= MAX_FIELD_WORDS) break
  }
  return length
}
