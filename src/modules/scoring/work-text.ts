import { foldName } from '#src/modules/skills/fold.ts'
import type { Span } from './profiles.ts'
import { blankPhrases } from './redact.ts'
import type { Resume } from './resume.ts'
import { TRAIT_WORDS } from './stop-words.ts'

/**
 * What a resume says about work, without the given names: its fields about work, and what else stands between them that
 * no field holds. Personal details, education and all before the first field about work are not read.
 */
export function workText(resume: Resume, names: readonly string[]): string {
  const { data } = resume
  const said = [
    ...data.experience.map(({ description }) => description),
    data.summary,
    ...data.experience.flatMap(({ technologies }) => technologies),
    ...data.skills.technical,
    ...data.skills.soft,
    ...data.certifications.map(({ name }) => name),
    ...data.education.map(({ field }) => field),
    ...looseLines(resume),
  ]
  return blankPhrases(said.filter((part) => part !== null).join('\n'), names)
}

/** Under such a heading stands what concerns nobody who hires. */
const PRIVATE_HEADING =
  /^(?:personal|hobb|interest|leisure|activities|affiliation|membership|reference|privat|freizeit|loisir|centres d|aficion|intereses|tempo libero|interessi|lazer|vrije tijd)/
const LONGEST_HEADING = 40
const FEWEST_WORDS = 3

/** Lines about work that the parser gave to no field. */
function looseLines({ provenance, text }: Resume): string[] {
  const spans = Object.entries(provenance).flatMap(([pointer, { span }]) =>
    span === null ? [] : [{ ...span, isWork: /^\/(summary|experience|skills|certifications)/.test(pointer) }],
  )
  const first = Math.min(...spans.filter(({ isWork }) => isWork).map(({ start }) => start))
  const fields = spans.sort((a, b) => a.start - b.start)
  const lines: string[] = []
  let isPrivate = false
  for (const { 0: line, index: start } of text.matchAll(/.*\n?/g)) {
    const held = start < first || isWithin(fields, start, start + line.trimEnd().length)
    if (held || line.trim() === '') isPrivate = false
    else isPrivate ||= speaksOfPerson(line)
    if (!held && !isPrivate && !isHeading(line)) lines.push(line.trim())
  }
  return lines
}

/** Whether a heading stands beside a field or alone depends on what is around it, which may be about the person. */
function isHeading(line: string): boolean {
  return line.trim().split(/\s+/).length < FEWEST_WORDS
}

function isWithin(fields: readonly Span[], start: number, end: number): boolean {
  return fields.some((field) => field.start < end && start < field.end)
}

function speaksOfPerson(line: string): boolean {
  const folded = foldName(line)
  if (folded.length <= LONGEST_HEADING && PRIVATE_HEADING.test(folded)) return true
  return folded.split(/[^\p{L}]+/u).some((word) => TRAIT_WORDS.has(word))
}
