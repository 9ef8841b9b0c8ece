import { builtinLexicon, type Lexicon } from '#src/modules/skills/lexicon.ts'
import { embed } from './embed.ts'
import { heldSkills } from './held-skills.ts'
import { type MonthRange, monthIndex, monthsCovered } from './months.ts'
import { placeOnly } from './places.ts'
import type { CandidateProfile, HeldDegree, HeldLanguage, HeldSkill, HeldTitle } from './profiles.ts'
import { blankPhrases } from './redact.ts'
import { cite, type Resume, type ResumeData, type ResumeProvenance } from './resume.ts'

const MAX_ENTRIES = 50

/**
 * What of a resume may count towards a score. `asOf` ('YYYY-MM') is where current positions end; without it
 * their months are not counted.
 */
export function candidateProfile(
  data: ResumeData,
  provenance: ResumeProvenance,
  text: string,
  asOf: string | null = null,
  lexicon: Lexicon = builtinLexicon,
): CandidateProfile {
  const resume: Resume = { data, provenance, text }
  const names = namesIn(data)
  const ranges = data.experience.map((position) => rangeOf(position, asOf))
  const skills = heldSkills(resume, ranges, names, lexicon)
  const titles = heldTitles(resume)
  const location = data.personal.location === null ? null : placeOnly(data.personal.location)
  const years = data.years_of_experience ?? yearsIn(ranges)
  return {
    titles,
    skills: skills.sort((a, b) => (a.key < b.key ? -1 : 1)),
    languages: heldLanguages(resume, lexicon),
    degrees: heldDegrees(resume),
    years_of_experience: years,
    location,
    embedding: [...embed(blankPhrases(workText(data, skills), names))],
    citations: {
      years_of_experience: years === null ? null : cite(provenance, '/years_of_experience'),
      location: location === null ? null : cite(provenance, '/personal/location'),
    },
  }
}

/** The text that a resume's vector is made of, whatever the model: about work only, never the document as it stands. */
export function embeddedText(
  data: ResumeData,
  provenance: ResumeProvenance,
  text: string,
  lexicon: Lexicon = builtinLexicon,
): string {
  const names = namesIn(data)
  const skills = heldSkills({ data, provenance, text }, [], names, lexicon)
  return blankPhrases(workText(data, skills), names)
}

const namesIn = (data: ResumeData): string[] =>
  [data.personal.full_name, ...data.education.map((e) => e.institution)].filter((name) => name !== null)

function rangeOf(position: ResumeData['experience'][number], asOf: string | null): MonthRange | null {
  const start = monthIndex(position.start_date)
  const end = monthIndex(position.current ? asOf : position.end_date)
  return start === null || end === null || end < start ? null : [start, end]
}

function yearsIn(ranges: ReadonlyArray<MonthRange | null>): number | null {
  const known = ranges.filter((range) => range !== null)
  return known.length === 0 ? null : Math.floor((monthsCovered(known) / 12) * 10) / 10
}

/** Latest first, whatever order the resume has. */
function heldTitles({ data, provenance }: Resume): HeldTitle[] {
  return data.experience
    .slice(0, MAX_ENTRIES)
    .flatMap(({ title, start_date, end_date, current }, i) => {
      if (title === null) return []
      return [{ title, start_date, end_date, current, ...cite(provenance, `/experience/${i}/title`) }]
    })
    .sort((a, b) => Number(b.current) - Number(a.current) || latest(b) - latest(a))
}

function latest(title: HeldTitle): number {
  return monthIndex(title.end_date) ?? monthIndex(title.start_date) ?? 0
}

function heldLanguages({ data, provenance }: Resume, { normalizeSkill }: Lexicon): HeldLanguage[] {
  return data.skills.languages.slice(0, MAX_ENTRIES).map(({ language, level }, i) => {
    const { key, name } = normalizeSkill(language)
    return { key, name, level, ...cite(provenance, `/skills/languages/${i}/language`) }
  })
}

function heldDegrees({ data, provenance }: Resume): HeldDegree[] {
  return data.education
    .slice(0, MAX_ENTRIES)
    .map(({ degree, field }, i) => ({ degree, field, ...cite(provenance, `/education/${i}/degree`) }))
}

/** The text the embedding is made of: fields about work only, never the document as it stands. */
function workText(data: ResumeData, skills: readonly HeldSkill[]): string {
  const positions = data.experience.flatMap((p) => [p.title, p.title, p.description])
  const fields = data.education.map((education) => education.field)
  const certificates = data.certifications.map((certificate) => certificate.name)
  const names = skills.map((skill) => skill.name)
  return [...positions, data.summary, ...names, ...certificates, ...fields]
    .filter((part) => part !== null)
    .join('\n')
}
