import { yearsCovered } from '#src/lib/years-covered.ts'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, fieldOf, type Tracked, untrack } from '#src/modules/resumes/parser/text/field.ts'
import { sliceOf } from '#src/modules/resumes/parser/text/slice.ts'
import type { Experience, ParsedData, Personal, SpokenLanguage } from '#src/modules/resumes/parser/types.ts'
import { findCertifications } from './certifications.ts'
import { findEmail, findPhone, findProfile, findWebsite } from './contacts.ts'
import { findEducation } from './education.ts'
import { findExperience } from './experience.ts'
import { findLanguages } from './languages.ts'
import { findLinks } from './links.ts'
import { type FoundLocation, findLocation } from './location.ts'
import { findName } from './name.ts'
import { findPublications } from './publications.ts'
import { linesOf, type SectionBlock, splitSections, withoutLinks } from './sections.ts'
import { collectSkills, type FoundSkills } from './skills.ts'
import { findSummary } from './summary.ts'
import { unwrapAddresses } from './wrapped-addresses.ts'

/** Everything the lines say about a person, each value with where it stands. */
export function extractData(
  lines: readonly Line[],
  links: readonly string[],
  asOf: Date,
): Tracked<ParsedData> {
  const blocks = splitSections(lines)
  const experience = findExperience(withoutLinks(linesOf(blocks, 'experience')))
  const skills = collectSkills(linesOf(blocks, 'skills'), lines)
  const years = yearsCovered(untrack<Experience[]>(experience, {}), asOf)
  return {
    personal: findPersonal(lines, blocks, links),
    experience,
    education: findEducation(withoutLinks(linesOf(blocks, 'education'))),
    skills: { technical: skills.technical, soft: skills.soft, languages: spokenLanguages(blocks, skills) },
    certifications: findCertifications(linesOf(blocks, 'certifications')),
    publications: findPublications(linesOf(blocks, 'publications')),
    summary: findSummary(linesOf(blocks, 'summary'), linesOf(blocks, 'header')),
    years_of_experience: years === null ? null : new Field(years, 0.8, null),
  }
}

function findPersonal(
  lines: readonly Line[],
  blocks: readonly SectionBlock[],
  links: readonly string[],
): Tracked<Personal> {
  const contact = unwrapAddresses(linesOf(blocks, 'header', 'contact'))
  // First where contacts stand; whoever is named under references comes last.
  const byRelevance = [...contact, ...linesOf(blocks, 'summary'), ...lines]
  const email = findEmail(byRelevance, links)
  const name = findName(lines, email?.value ?? null)
  const pages = {
    linkedin: findProfile('linkedin', byRelevance, links),
    github: findProfile('github', byRelevance, links),
    website: findWebsite(contact, links),
  }
  const location = locationOf(contact, name?.full ?? null)
  return {
    full_name: name?.full ?? null,
    first_name: name?.first ?? null,
    last_name: name?.last ?? null,
    email,
    phone: findPhone(contact, location?.country ?? null) ?? findPhone(byRelevance, location?.country ?? null),
    location: location ? fieldOf(location.slice, 0.85) : null,
    ...pages,
    links: findLinks(pages, contact, links),
  }
}

function locationOf(contact: readonly Line[], name: Field<string> | null): FoundLocation | null {
  for (const line of contact) {
    if (name?.span && line.start === name.span.start && line.end === name.span.end) continue
    const found = findLocation(sliceOf(line))
    if (found) return found
  }
  return null
}

/** The languages section, else what stands among the skills. */
function spokenLanguages(
  blocks: readonly SectionBlock[],
  skills: FoundSkills,
): Array<Tracked<SpokenLanguage>> {
  const listed = findLanguages(linesOf(blocks, 'languages'))
  return listed.length > 0
    ? listed
    : skills.languages.map((language) => ({ language, level: null, cefr: null }))
}
