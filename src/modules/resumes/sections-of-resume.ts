import {
  contentOf,
  isBefore,
  type ProfileContents,
  partialDate,
  SECTION_LIMITS,
} from '#src/modules/candidates/index.ts'
import { normalizeSkill } from '#src/modules/skills/lexicon.ts'
import { line, lines } from './bounded-text.ts'
import type { Certification, Education, Experience, ParsedData, SpokenLanguage } from './parser/types.ts'
import { cefrOf } from './parser/words/language-levels.ts'

/** What a resume says, in the sections and the bounds of a candidate's profile. */
export const sectionsOfResume = (data: ParsedData): ProfileContents => ({
  experiences: data.experience.slice(0, SECTION_LIMITS.experiences).map(experienceOf),
  educations: data.education.slice(0, SECTION_LIMITS.educations).map(educationOf),
  skills: distinct([...data.skills.technical, ...data.skills.soft], (name) => name)
    .slice(0, SECTION_LIMITS.skills)
    .flatMap(skillOf),
  languages: distinct(data.skills.languages, ({ language }) => language)
    .slice(0, SECTION_LIMITS.languages)
    .flatMap(languageOf),
  certifications: data.certifications.slice(0, SECTION_LIMITS.certifications).flatMap(certificationOf),
})

/** Names of one skill or language are one entry. */
function distinct<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const groups = Map.groupBy(items, (item) => normalizeSkill(line(nameOf(item), 100) ?? '').key)
  return [...groups.values()].flatMap((group) => group.slice(0, 1))
}

const experienceOf = (entry: Experience) =>
  contentOf.experiences({
    title: line(entry.title, 200),
    company: line(entry.company, 200),
    location: line(entry.location, 200),
    ...spanOf(entry),
    is_current: entry.current,
    description: lines(entry.description, 5000),
  })

const educationOf = (entry: Education) =>
  contentOf.educations({
    institution: line(entry.institution, 200),
    degree: entry.degree,
    degree_name: line(entry.degree_raw, 200),
    field: line(entry.field, 200),
    ...spanOf({
      ...entry,
      end_date: entry.end_date ?? (entry.graduation_year === null ? null : String(entry.graduation_year)),
      current: false,
    }),
    grade: entry.gpa === null ? null : String(entry.gpa).slice(0, 50),
  })

function skillOf(name: string) {
  const skill = line(name, 100)
  return skill ? [contentOf.skills({ skill })] : []
}

function languageOf({ language, level, cefr }: SpokenLanguage) {
  const name = line(language, 60)
  return name ? [contentOf.languages({ language: name, level: cefr ?? cefrOf(level) })] : []
}

function certificationOf({ name, issuer, date, expires, credential_id }: Certification) {
  const title = line(name, 200)
  if (!title) return []
  const { start_date, end_date } = spanOf({ start_date: date, end_date: expires, current: false })
  const certification = {
    name: title,
    issuer: line(issuer, 200),
    issue_date: start_date,
    expiry_date: end_date,
    credential_id: line(credential_id, 200),
  }
  return [contentOf.certifications(certification)]
}

type Span = Pick<Experience, 'start_date' | 'end_date' | 'current'>

const dateOf = (date: string | null): string | null => partialDate.safeParse(date).data ?? null

function spanOf({ start_date, end_date, current }: Span) {
  const start = dateOf(start_date)
  const end = current ? null : dateOf(end_date)
  const isBackwards = start !== null && end !== null && isBefore(end, start)
  return { start_date: start, end_date: isBackwards ? null : end }
}
