import { builtinLexicon, type Lexicon } from '#src/modules/skills/lexicon.ts'
import { embed } from './embed.ts'
import { heldSkills } from './held-skills.ts'
import { impersonal, personalNames } from './impersonal.ts'
import { type MonthRange, monthIndex, monthsCovered } from './months.ts'
import { ONCE, type WeightedText } from './occupations/terms.ts'
import { placeOnly } from './places.ts'
import type { CandidateProfile, HeldDegree, HeldLanguage, HeldTitle } from './profiles.ts'
import { cite, type Resume, type ResumeData, type ResumeProvenance } from './resume.ts'
import { unaddressed } from './unaddressed.ts'
import { workText } from './work-text.ts'
import { workWords } from './work-words.ts'

const MAX_ENTRIES = 50
/** How often the latest title counts beside a text that names it once, and how fast earlier ones count less. */
const TITLE = 3
const EARLIER = 0.3

/**
 * What of a resume may count towards a score. `asOf` ('YYYY-MM') is where current positions end; without it
 * their months are not counted.
 */
export function candidateProfile(
  parsed: ResumeData,
  provenance: ResumeProvenance,
  text: string,
  asOf: string | null = null,
  lexicon: Lexicon = builtinLexicon,
): CandidateProfile {
  const resume = impersonal(unaddressed({ data: parsed, provenance, text }), asOf)
  const { data } = resume
  const names = personalNames(parsed)
  const ranges = data.experience.map((position) => rangeOf(position, asOf))
  const skills = heldSkills(resume, ranges, names, lexicon)
  const titles = heldTitles(resume)
  const location = data.personal.location === null ? null : placeOnly(data.personal.location)
  const texts = [{ text: workText(resume, names), weight: ONCE }, ...titleTexts(titles)]
  const years = data.years_of_experience ?? yearsIn(ranges)
  return {
    titles,
    skills: skills.sort((a, b) => (a.key < b.key ? -1 : 1)),
    languages: heldLanguages(resume, lexicon),
    degrees: heldDegrees(resume),
    years_of_experience: years,
    location,
    // Skills by their usual names too: who writes 'JS' knows what is called JavaScript elsewhere.
    words: workWords([...texts, { text: skills.map(({ name }) => name).join('\n'), weight: ONCE }]),
    embedding: embed(texts),
    citations: {
      years_of_experience: years === null ? null : cite(provenance, '/years_of_experience'),
      location: location === null ? null : cite(provenance, '/personal/location'),
    },
  }
}

/** What a resume says about work, for the vectors of other models: titles first, and nothing about the person. */
export function embeddedText(parsed: ResumeData, provenance: ResumeProvenance, text: string): string {
  const resume = impersonal(unaddressed({ data: parsed, provenance, text }), null)
  const titles = heldTitles(resume).map(({ title }) => title)
  return [...titles, workText(resume, personalNames(parsed))].join('\n')
}

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

/** The latest titles say most of what somebody does. */
const titleTexts = (titles: readonly HeldTitle[]): WeightedText[] =>
  titles.map(({ title }, index) => ({
    text: title,
    weight: Math.round((TITLE * ONCE) / (1 + index * EARLIER)),
  }))
