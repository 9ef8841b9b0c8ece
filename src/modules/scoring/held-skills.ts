import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import { type MonthRange, monthsCovered } from './months.ts'
import type { Citation, HeldSkill, Span } from './profiles.ts'
import { blankPhrases, blankSpans } from './redact.ts'
import { cite, type Resume } from './resume.ts'

const MAX_SKILLS = 300

interface Mention extends Citation {
  key: string
  name: string
  /** The position in which it was used. */
  used: MonthRange | null
}

/**
 * Every skill the resume shows, once: cited where it is named as a skill, else in a position, else anywhere in
 * the text but in personal details and education. Languages count only from their own list: in free text
 * they mostly tell where somebody comes from.
 */
export function heldSkills(
  resume: Resume,
  ranges: ReadonlyArray<MonthRange | null>,
  names: readonly string[],
  lexicon: Lexicon,
): HeldSkill[] {
  const first = new Map<string, Mention>()
  const used = new Map<string, MonthRange[]>()
  for (const mention of mentionsIn(resume, ranges, names, lexicon)) {
    if (!first.has(mention.key)) {
      if (first.size >= MAX_SKILLS) continue
      first.set(mention.key, mention)
    }
    if (mention.used !== null) used.set(mention.key, [...(used.get(mention.key) ?? []), mention.used])
  }
  return [...first.values()].map(({ key, name, pointer, span }) => {
    const ranges = used.get(key)
    const months = ranges === undefined ? null : monthsCovered(ranges)
    const implies = [...lexicon.impliedByOwn(key)].map(([key, relation]) => ({ key, relation }))
    return { key, name, months, ...(implies.length > 0 && { implies }), pointer, span }
  })
}

function mentionsIn(
  resume: Resume,
  ranges: ReadonlyArray<MonthRange | null>,
  names: readonly string[],
  lexicon: Lexicon,
): Mention[] {
  const { data, provenance, text } = resume
  const listed = (list: readonly string[], pointer: string, used: MonthRange | null) =>
    list.map((name, i) => ({ ...named(name, lexicon), ...cite(provenance, `${pointer}/${i}`), used }))
  const written = (field: string | null, pointer: string, used: MonthRange | null) =>
    mentionsInField(blankPhrases(field ?? '', names), cite(provenance, pointer), text, used, lexicon)
  return [
    ...listed(data.skills.technical, '/skills/technical', null),
    ...listed(data.skills.soft, '/skills/soft', null),
    ...data.experience.flatMap((position, i) => {
      const used = ranges[i] ?? null
      return [
        ...listed(position.technologies, `/experience/${i}/technologies`, used),
        ...written(position.description, `/experience/${i}/description`, used),
        ...written(position.title, `/experience/${i}/title`, used),
      ]
    }),
    ...data.certifications.flatMap(({ name }, i) => written(name, `/certifications/${i}/name`, null)),
    ...written(data.summary, '/summary', null),
    ...mentionsElsewhere(resume, names, lexicon),
  ]
}

function named(name: string, { normalizeSkill }: Lexicon): { key: string; name: string } {
  const skill = normalizeSkill(name)
  return { key: skill.key, name: skill.name }
}

function mentionsInField(
  field: string,
  { pointer, span }: Citation,
  text: string,
  used: MonthRange | null,
  lexicon: Lexicon,
): Mention[] {
  const shown = span === null ? '' : text.slice(span.start, span.end)
  return workSkills(field, lexicon).map(({ key, name, start, end }) => {
    const at = shown.indexOf(field.slice(start, end))
    const exact = span === null || at < 0 ? span : within(span, at, at + end - start)
    return { key, name, pointer, span: exact, used }
  })
}

function within(span: Span, start: number, end: number): Span {
  return { page: span.page, start: span.start + start, end: span.start + end }
}

function mentionsElsewhere(resume: Resume, names: readonly string[], lexicon: Lexicon): Mention[] {
  const spans = Object.entries(resume.provenance).flatMap(([pointer, { span }]) =>
    span === null ? [] : [{ pointer, span }],
  )
  const closed = spans
    .filter(({ pointer }) => /^\/(personal|education)\//.test(pointer))
    .map(({ span }) => span)
  const readable = blankPhrases(blankSpans(resume.text, closed), names)
  const pageAt = pageFinder(spans.map(({ span }) => span))
  return workSkills(readable, lexicon).map(({ key, name, start, end }) => ({
    key,
    name,
    pointer: '',
    span: { page: pageAt(start), start, end },
    used: null,
  }))
}

function workSkills(text: string, { findSkills }: Lexicon) {
  return findSkills(text).filter(({ kind }) => kind !== 'language')
}

/** Pages are known where fields are; between them, the page of the field before. Ask in rising order. */
function pageFinder(spans: readonly Span[]): (offset: number) => number | null {
  const byStart = [...spans].sort((a, b) => a.start - b.start)
  let next = 0
  let page = byStart[0]?.page ?? null
  return (offset) => {
    for (let span = byStart[next]; span !== undefined && span.start <= offset; span = byStart[++next])
      page = span.page
    return page
  }
}
