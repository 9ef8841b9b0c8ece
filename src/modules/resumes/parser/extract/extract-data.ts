import { yearsCovered } from '#src/lib/years-covered.ts'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, fieldOf, type Tracked, untrack } from '#src/modules/resumes/parser/text/field.ts'
import { sliceOf } from '#src/modules/resumes/parser/text/slice.ts'
import { unwrap } from '#src/modules/resumes/parser/text/unwrap.ts'
import type { Experience, ParsedData, Personal, SpokenLanguage } from '#src/modules/resumes/parser/types.ts'
import { builtinLexicon, type Lexicon } from '#src/modules/skills/lexicon.ts'
import { findCertifications } from './certifications.ts'
import { findEmail, findPhone, findProfile, findWebsite } from './contacts.ts'
import { findEducation } from './education.ts'
import { findExperience } from './experience.ts'
import { hasNoLook } from './flat/look.ts'
import { withMoreJobs } from './flat/more-jobs.ts'
import { withMoreStudies } from './flat/more-studies.ts'
import { firstPlace } from './flat/place.ts'
import { isRunningText } from './flat/running-text.ts'
import { segmentRunningText } from './flat/segment.ts'
import { languageOf } from './language.ts'
import { findLanguages, isSpokenLanguage } from './languages.ts'
import { findLinks } from './links.ts'
import { type FoundLocation, findLocation, locationCountry } from './location.ts'
import { findName } from './name.ts'
import { findPublications } from './publications.ts'
import { linesOf, type SectionBlock, splitSections, withoutLinks } from './sections.ts'
import { skillRuns } from './skill-runs.ts'
import { collectSkills, type FoundSkills } from './skills.ts'
import { findSummary } from './summary.ts'
import { unwrapAddresses } from './wrapped-addresses.ts'

/** What is left of the document's layout, and what the rest of it tells of the person. */
interface Shape {
  hasLook: boolean
  /** Not even lines are. */
  isRunning: boolean
  workCountry: string | null
}

export interface Circumstances {
  /** Where 'present' ends. */
  asOf: Date
  /** The document had no lines of its own. */
  isRestored?: boolean
  lexicon?: Lexicon
}

/** Everything the lines say about a person, each value with where it stands. */
export function extractData(
  given: readonly Line[],
  links: readonly string[],
  { asOf, isRestored = false, lexicon = builtinLexicon }: Circumstances,
): Tracked<ParsedData> {
  const isRunning = isRunningText(given)
  const lines = isRunning ? segmentRunningText(given) : given
  const blocks = splitSections(lines, lexicon)
  const hasLook = !hasNoLook(given)
  const hasLostLines = isRunning || isRestored
  const entries = findExperience(unwrap(withoutLinks(linesOf(blocks, 'experience'))), lexicon)
  const personal = findPersonal(lines, blocks, links, {
    hasLook,
    isRunning,
    workCountry: usualCountry(entries),
  })
  const experience = hasLook
    ? entries
    : withMoreJobs(entries, blocks, untrack<Personal>(personal, {}).full_name, lexicon)
  const studies = findEducation(unwrap(withoutLinks(linesOf(blocks, 'education'))))
  const skills = collectSkills(skillLines(blocks, lexicon), lines, lexicon, hasLostLines)
  const years = yearsCovered(untrack<Experience[]>(experience, {}), asOf)
  return {
    personal,
    experience,
    education: hasLook ? studies : withMoreStudies(studies, blocks, { isRunning, hasLostLines }),
    skills: { technical: skills.technical, soft: skills.soft, languages: spokenLanguages(blocks, skills) },
    certifications: findCertifications(linesOf(blocks, 'certifications')),
    publications: findPublications(linesOf(blocks, 'publications')),
    summary: findSummary(linesOf(blocks, 'summary'), linesOf(blocks, 'header')),
    years_of_experience: years === null ? null : new Field(years, 0.8, null),
  }
}

function skillLines(blocks: readonly SectionBlock[], lexicon: Lexicon): Line[] {
  const section = linesOf(blocks, 'skills')
  return section.length > 0
    ? section
    : skillRuns(linesOf(blocks, 'header', 'contact', 'summary', 'other'), lexicon)
}

function findPersonal(
  lines: readonly Line[],
  blocks: readonly SectionBlock[],
  links: readonly string[],
  { hasLook, isRunning, workCountry }: Shape,
): Tracked<Personal> {
  const contact = unwrapAddresses(linesOf(blocks, 'header', 'contact'))
  // First where contacts stand; whoever is named under references comes last.
  const byRelevance = [...contact, ...linesOf(blocks, 'summary'), ...lines]
  const email = findEmail(byRelevance, links)
  const name = findName(lines, email?.value ?? null)
  const told = locationOf(contact, name?.full ?? null)
  const first = hasLook ? null : firstPlace([...contact, ...lines])
  const location = isRunning ? (first ?? told) : (told ?? first)
  const pages = {
    linkedin: findProfile('linkedin', byRelevance, links),
    github: findProfile('github', byRelevance, links),
    website: findWebsite(contact, links),
  }
  const country = location?.country ?? null
  return {
    full_name: name?.full ?? null,
    first_name: name?.first ?? null,
    last_name: name?.last ?? null,
    email,
    phone:
      findPhone(contact, country) ??
      findPhone(byRelevance, country) ??
      findLocalPhone(contact, workCountry, lines),
    location: location ? fieldOf(location.slice, location === told ? 0.85 : 0.5) : null,
    ...pages,
    links: findLinks(pages, contact, links),
  }
}

/** The country that a language speaks of when nothing else does; English is of the US for its numbers. */
const COUNTRY_OF_LANGUAGE: Record<string, string> = {
  fr: 'FR',
  de: 'DE',
  es: 'ES',
  it: 'IT',
  pt: 'BR',
  nl: 'NL',
  zh: 'CN',
  ja: 'JP',
  ko: 'KR',
}

/** A number without its country, where the person's own place is not told. */
function findLocalPhone(
  contact: readonly Line[],
  workCountry: string | null,
  lines: readonly Line[],
): Field<string> | null {
  if (!contact.some((line) => /\d{3}/.test(line.text))) return null
  const language = languageOf(lines.map((line) => line.text).join('\n')) ?? 'en'
  for (const country of new Set([workCountry, COUNTRY_OF_LANGUAGE[language] ?? null, 'US'])) {
    const phone = country ? findPhone(contact, country) : null
    if (phone) return phone
  }
  return null
}

/** Where most of the jobs were. */
function usualCountry(experience: ReadonlyArray<Tracked<Experience>>): string | null {
  const counts = new Map<string, number>()
  for (const { location } of experience) {
    const text = location instanceof Field ? location.value : location
    const country = text ? locationCountry(text)?.country : null
    if (country) counts.set(country, (counts.get(country) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

function locationOf(contact: readonly Line[], name: Field<string> | null): FoundLocation | null {
  for (const line of contact) {
    if (name?.span && line.start === name.span.start && line.end === name.span.end) continue
    const found = findLocation(sliceOf(line))
    if (found) return found
  }
  return null
}

const listsLanguages = ({ text }: Line) =>
  text.split(/[,|•·/\t]/).every((item) => isSpokenLanguage(item.replace(/\([^)]{0,40}\)/, '')))

/** The languages section, else a line of the contacts that lists nothing but languages, else what stands among the skills. */
function spokenLanguages(
  blocks: readonly SectionBlock[],
  skills: FoundSkills,
): Array<Tracked<SpokenLanguage>> {
  const section = linesOf(blocks, 'languages')
  const listed = findLanguages(
    section.length > 0 ? section : linesOf(blocks, 'header', 'contact').filter(listsLanguages),
  )
  return listed.length > 0
    ? listed
    : skills.languages.map((language) => ({ language, level: null, cefr: null }))
}
