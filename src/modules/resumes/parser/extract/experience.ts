import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, fieldOf, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import { cut, type Slice, sliceSpan } from '#src/modules/resumes/parser/text/slice.ts'
import type { Experience } from '#src/modules/resumes/parser/types.ts'
import { isCompany, isLegalForm, isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import {
  datedLines,
  type Entry,
  joinLines,
  segmentsOf,
  splitEntries,
  textField,
  withoutIdleBullets,
} from './entries.ts'
import { splitLocation } from './location.ts'

const MAX_ENTRIES = 60
const MAX_TECHNOLOGIES = 60

interface Named {
  entry: Entry
  title: Slice | null
  company: Slice | null
  location: Slice | null
  /** Both could be told by their words. */
  isSure: boolean
  /** Segments neither a title nor a company by their words, in order. */
  open: Slice[]
}

export function findExperience(section: readonly Line[], lexicon: Lexicon): Array<Tracked<Experience>> {
  const lines = withoutIdleBullets(section)
  const entries = splitEntries(lines, experienceAnchors(lines)).slice(0, MAX_ENTRIES)
  const named = entries.map(nameByWords)
  const order = usualOrder(named)
  const settled = named.map((item) => nameByOrder(item, order))
  inheritCompanies(settled)
  return settled.filter((item) => item.title || item.company).map((item) => present(item, lexicon))
}

/** Ranges first; without any, single dates; without those, lines that are titles by their look and words. */
function experienceAnchors(lines: readonly Line[]): number[] {
  const dated = datedLines(lines)
  const hasRange = [...dated.values()].some((date) => !date.single)
  if (hasRange) return [...dated.keys()].filter((i) => !dated.get(i)?.single || isDatedTitle(lines[i]))
  if (dated.size > 0) return [...dated.keys()]
  return lines.flatMap((line, i) =>
    !line.bullet && line.text.length < 80 && isTitle(line.text) && (line.bold || line.gap || i === 0)
      ? [i]
      : [],
  )
}

/** `Intern, Acme — Summer 2019` among ranges is an entry too, when its line says a title. */
const isDatedTitle = (line: Line | undefined) =>
  line !== undefined && !line.bullet && (line.bold || line.gap) && isTitle(line.text)

function nameByWords(entry: Entry): Named {
  const parts: Slice[] = []
  let location: Slice | null = null
  for (const segment of segmentsOf(entry.header)) {
    const split = splitLocation(segment)
    if (split.location && !location) {
      location = split.location.slice
      if (split.rest && split.rest.text !== '') parts.push(split.rest)
    } else parts.push(segment)
  }
  const pieces = parts.flatMap((part) => splitSingle(part))
  const titles = pieces.filter((part) => isTitle(part.text) && !isCompany(part.text))
  const companies = pieces.filter((part) => isCompany(part.text))
  const title = titles[0] ?? null
  const company = companies.find((part) => part !== title) ?? null
  const others = pieces.filter((part) => part !== title && part !== company)
  // Who works for nobody names that in the place of a company, if nothing else stands there.
  const open = [...others.filter((part) => !isOwn(part)), ...others.filter(isOwn)]
  return { entry, title, company, location, isSure: title !== null && company !== null, open }
}

const isOwn = ({ text }: Slice) =>
  /^(?:freelance|self[- ]employed|independent|freiberuflich|selbst[aä]ndig|ind[eé]pendant|aut[oó]nomo|libero professionista|zzp)$/i.test(
    text,
  )

/** One segment may hold both: 'Engineer at Acme', 'Engineer, Acme'. */
function splitSingle(slice: Slice): Slice[] {
  const at = /\s(?:at|chez|bei|presso|bij|na|em|en)\s/.exec(slice.text)
  if (at && isTitle(slice.text.slice(0, at.index)))
    return [cut(slice, 0, at.index), cut(slice, at.index + at[0].length)]
  return splitAtComma(slice) ?? [slice]
}

/** At the comma that has a title on one side only; a legal form belongs to the name before it. */
function splitAtComma(slice: Slice): [Slice, Slice] | null {
  const halves = [...slice.text.matchAll(/, /g)].map((comma): [Slice, Slice] => [
    cut(slice, 0, comma.index),
    cut(slice, comma.index + 1),
  ])
  const isBetween = ([left, right]: [Slice, Slice]) =>
    isTitle(left.text) !== isTitle(right.text) && !isLegalForm(right.text)
  // Title first: as little as possible before the comma; company first: as much as possible.
  return (
    halves.find(([left, right]) => isTitle(left.text) && isBetween([left, right])) ??
    halves.findLast(isBetween) ??
    null
  )
}

type Order = 'title-first' | 'company-first'

/** What most entries with telling words do, all are taken to do. */
function usualOrder(items: readonly Named[]): Order {
  let votes = 0
  for (const { title, company, open } of items) {
    const other = company ?? open[0]
    if (!title || !other) continue
    votes += isBefore(title, other) ? 1 : -1
  }
  return votes < 0 ? 'company-first' : 'title-first'
}

const isBefore = (a: Slice, b: Slice) => sliceSpan(a).start < sliceSpan(b).start

function nameByOrder(item: Named, order: Order): Named {
  let { title, company } = item
  const open = [...item.open]
  if (title && !company) company = open.shift() ?? null
  else if (!title && company) title = open.shift() ?? null
  else if (!title && !company) {
    const [first = null, second = null] = open
    title = order === 'title-first' ? first : second
    company = order === 'title-first' ? second : first
    // One name alone is the company: a job without its title is likelier than one without its employer.
    if (open.length === 1) [title, company] = [null, first]
  }
  return { ...item, title, company }
}

/** Several roles under one company name it once. */
function inheritCompanies(items: Named[]): void {
  for (const [i, item] of items.entries()) {
    const before = items[i - 1]
    if (!item.company && item.title && before?.company) item.company = before.company
  }
}

function present({ entry, title, company, location, isSure }: Named, lexicon: Lexicon): Tracked<Experience> {
  const { dates, body } = entry
  const span = dates
    ? { page: dates.line.page, start: dates.line.start + dates.from, end: dates.line.start + dates.to }
    : null
  const confidence = isSure ? 0.9 : 0.75
  const start = dates?.single ? null : dates?.start
  return {
    title: title ? fieldOf(title, confidence) : null,
    company: company ? fieldOf(company, confidence) : null,
    location: location ? fieldOf(location, 0.85) : null,
    start_date: start ? new Field(start, 0.9, span) : null,
    end_date: dates?.end ? new Field(dates.end, dates.single ? 0.6 : 0.9, span) : null,
    current: dates?.current ? new Field(true, 0.9, span) : false,
    description: textField(body, 0.8),
    technologies: technologiesOf(`${title?.text ?? ''}\n${joinLines(body)}`, lexicon),
  }
}

function technologiesOf(text: string, { findSkills }: Lexicon): string[] {
  const names = findSkills(text)
    .filter((skill) => skill.kind === 'technical')
    .map((skill) => skill.name)
  return [...new Set(names)].slice(0, MAX_TECHNOLOGIES)
}
