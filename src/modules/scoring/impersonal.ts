import { yearsCovered } from '#src/lib/years-covered.ts'
import { AGE, FAMILY_BREAK, LEAVE } from './bias-flags/family-break.ts'
import type { Span } from './profiles.ts'
import { blankSpans } from './redact.ts'
import type { Resume, ResumeData, ResumeProvenance } from './resume.ts'
import { words } from './words.ts'

/**
 * A resume as if nobody in particular had written it: time spent for a family is neither a position nor part of
 * the summary, and no age stands there. Indexes, lengths and so offsets stay.
 */
export function impersonal({ data, provenance, text }: Resume, asOf: string | null): Resume {
  const breaks = new Set(data.experience.flatMap((position, i) => (isFamilyBreak(position) ? [i] : [])))
  const experience = data.experience.map((position, i) => (breaks.has(i) ? NO_POSITION : position))
  const counted = breaks.size === 0 || data.years_of_experience === null
  return {
    data: {
      ...data,
      experience,
      summary: impersonalSummary(data.summary),
      years_of_experience: counted ? data.years_of_experience : yearsOf(experience, asOf),
    },
    provenance,
    text: withoutBreaks(text, provenance, breaks),
  }
}

function withoutBreaks(text: string, provenance: ResumeProvenance, breaks: ReadonlySet<number>): string {
  const ofBreaks: Span[] = []
  const ofWork: Span[] = []
  for (const [pointer, { span }] of Object.entries(provenance)) {
    const position = /^\/experience\/(\d+)\//.exec(pointer)?.[1]
    if (span !== null) (position !== undefined && breaks.has(Number(position)) ? ofBreaks : ofWork).push(span)
  }
  const closed = [...ofBreaks, ...looseBreaks(text, ofWork)]
  return closed.length === 0 ? text : blankSpans(text, closed)
}

/** Lines about a break that no field holds, each with those that follow it up to a field or an empty line. */
function looseBreaks(text: string, ofWork: readonly Span[]): Span[] {
  if (!FAMILY_BREAK_WORDS.test(text)) return []
  const found: Span[] = []
  let inBreak = false
  for (const { 0: line, index: start } of text.matchAll(/.*\n?/g)) {
    const end = start + line.length
    const isLoose = line.trim() !== '' && !ofWork.some((span) => span.start < end && start < span.end)
    inBreak = isLoose && (inBreak || FAMILY_BREAK_WORDS.test(line))
    if (inBreak) found.push({ page: null, start, end })
  }
  return found
}

/**
 * Who the resume is about and where they studied, to be blanked in free text. A part of a name that is also
 * work ('Cook', 'Mason') or a listed skill ('Julia') stays.
 */
export function personalNames(data: ResumeData): string[] {
  const { full_name } = data.personal
  const institutions = data.education.flatMap(({ institution }) => institution ?? [])
  if (full_name === null) return institutions
  const ofWork = new Set(
    [...data.experience.map(({ title }) => title ?? ''), ...data.skills.technical].flatMap(words),
  )
  const parts = full_name
    .split(/\s+/)
    .filter((part) => !part.includes('.') && !words(part).some((w) => ofWork.has(w)))
  return [full_name, ...institutions, ...parts]
}

const NO_POSITION: ResumeData['experience'][number] = {
  title: null,
  start_date: null,
  end_date: null,
  current: false,
  description: null,
  technologies: [],
}

const FAMILY_BREAK_WORDS = new RegExp(`(?<!\\p{L})(?:${FAMILY_BREAK})(?!\\p{L})`, 'iu')
const LEAVE_TITLE = new RegExp(`^\\P{L}*(?:${LEAVE})(?!\\p{L})`, 'iu')
const AGE_WORDS = new RegExp(`(?<!\\p{L})(?:${AGE})(?!\\p{L})`, 'giu')

/** As the parser counts them; it knows no breaks. */
function yearsOf(positions: ResumeData['experience'], asOf: string | null): number | null {
  const ended = positions.filter(({ current }) => asOf !== null || !current)
  return yearsCovered(ended, new Date(`${asOf ?? '9999-12'}-01T00:00:00Z`))
}

/** Parsers take for a company what is no title they know; who cares for a family and has an employer works. */
function isFamilyBreak({ title, company }: ResumeData['experience'][number]): boolean {
  const named = title ?? company
  if (named == null) return false
  return title !== null && company != null ? LEAVE_TITLE.test(named) : FAMILY_BREAK_WORDS.test(named)
}

function impersonalSummary(summary: string | null): string | null {
  if (summary === null) return null
  return summary
    .replace(/[^.!?\n]+/g, (sentence) =>
      FAMILY_BREAK_WORDS.test(sentence) ? ' '.repeat(sentence.length) : sentence,
    )
    .replace(AGE_WORDS, (found) => ' '.repeat(found.length))
}
