import type { z } from 'zod'
import type { prompts } from '#src/modules/llm/index.ts'
import type { Education, Experience, ParsedData, Provenance, Span } from '../parser/types.ts'
import { findValue, type Haystack } from './find-value.ts'

export type ModelFields = z.output<typeof prompts.resumeFields.schema>

export interface Findings {
  data: ParsedData
  provenance: Provenance
}

/** Less than of most that the built-in parser finds: a model read it, and the text says it. */
const CONFIDENCE = 0.6

/**
 * What the built-in parser found, with what a model found besides: nothing that stands is replaced, and nothing is added
 * that the text does not say. Contacts, links, dates and descriptions are the parser's alone.
 *
 * 1. A name and a place of residence where there was none.
 * 2. In a position or a degree, what was empty, where the model's has the same title and company, or school, as far as
 *    both know them.
 * 3. Positions and degrees that were not found, where title and company, or degree and school, stand near each other.
 * 4. Skills that were not found.
 */
export function mergeFields(found: Findings, fields: ModelFields, haystack: Haystack): Findings {
  const data = structuredClone(found.data)
  const provenance = { ...found.provenance }
  const read = ({ start, end }: Span) => haystack.text.slice(start, end)
  const merge: Merge = {
    locate: (value) => findValue(haystack, value),
    read,
    isCited: (path, { start, end }) =>
      Object.entries(found.provenance).some(
        ([pointer, { span }]) => pointer.startsWith(path) && span && span.start < end && start < span.end,
      ),
    take: (pointer, span) => {
      provenance[pointer] = { confidence: CONFIDENCE, span }
      return read(span)
    },
  }
  mergePersonal(data, fields, merge)
  mergeExperience(data.experience, fields, merge)
  mergeEducation(data.education, fields, merge)
  mergeSkills(data.skills.technical, [...data.skills.soft], fields, merge)
  return { data, provenance }
}

interface Merge {
  locate(value: string): Span | undefined
  read(span: Span): string
  /** Whether the built-in parser has a value of this part of the resume from there. */
  isCited(path: string, span: Span): boolean
  /** Notes where a value comes from, and answers how the text writes it. */
  take(pointer: string, span: Span): string
}

function mergePersonal({ personal }: ParsedData, fields: ModelFields, { locate, take }: Merge): void {
  const name = personal.full_name === null ? locate(fields.full_name) : undefined
  if (name) personal.full_name = take('/personal/full_name', name)
  const location = personal.location === null ? locate(fields.location) : undefined
  if (location) personal.location = take('/personal/location', location)
}

/** Two places in a text that may be of one entry. */
const isNear = (a: Span, b: Span) => Math.abs(a.start - b.start) <= MAX_APART
const MAX_APART = 200

const EXPERIENCE = ['title', 'company', 'location'] as const
const EDUCATION = ['degree_raw', 'field', 'institution'] as const

function mergeExperience(entries: Experience[], { experience }: ModelFields, merge: Merge): void {
  for (const { title, company, location } of experience) {
    const values = {
      title: merge.locate(title),
      company: merge.locate(company),
      location: merge.locate(location),
    }
    const empty = { ...NO_POSITION, technologies: [] }
    mergeEntry(
      { entries, path: '/experience', names: EXPERIENCE, keys: ['title', 'company'] },
      values,
      empty,
      merge,
    )
  }
}

const NO_POSITION = {
  title: null,
  company: null,
  location: null,
  start_date: null,
  end_date: null,
  current: false,
  description: null,
}

function mergeEducation(entries: Education[], { education }: ModelFields, merge: Merge): void {
  for (const { degree, field, institution } of education) {
    const values = {
      degree_raw: merge.locate(degree),
      field: merge.locate(field),
      institution: merge.locate(institution),
    }
    const list = {
      entries,
      path: '/education',
      names: EDUCATION,
      keys: ['degree_raw', 'institution'],
    } as const
    mergeEntry(list, values, { ...NO_DEGREE }, merge)
  }
}

const NO_DEGREE = {
  degree: null,
  degree_raw: null,
  field: null,
  institution: null,
  start_date: null,
  end_date: null,
  graduation_year: null,
  gpa: null,
}

interface EntryList<Name extends string, Entry> {
  entries: Entry[]
  path: string
  names: readonly Name[]
  /** What makes two entries the same, and one whole. */
  keys: readonly [Name, Name]
}

function mergeEntry<Name extends string, Entry extends Record<Name, unknown>>(
  { entries, path, names, keys }: EntryList<Name, Entry>,
  values: Record<Name, Span | undefined>,
  empty: Entry,
  { read, isCited, take }: Merge,
): void {
  const [one, other] = [values[keys[0]], values[keys[1]]]
  const anchor = one ?? other
  if (!anchor) return
  const isSame = (entry: Entry, name: Name) => {
    const span = values[name]
    return span !== undefined && folded(entry[name]) === folded(read(span))
  }
  let at = entries.findIndex(
    (entry) =>
      keys.some((key) => isSame(entry, key)) &&
      keys.every((key) => entry[key] === null || isSame(entry, key)),
  )
  if (at < 0) {
    // What was read as part of an entry is no other one.
    const isRead = (span: Span) => isCited(path, span)
    if (!one || !other || !isNear(one, other) || isRead(one) || isRead(other)) return
    at = entries.push(empty) - 1
  }
  const entry: Record<string, unknown> | undefined = entries[at]
  for (const name of names) {
    const span = values[name]
    if (entry?.[name] === null && span && isNear(span, anchor))
      entry[name] = take(`${path}/${at}/${name}`, span)
  }
}

const folded = (value: unknown): unknown =>
  typeof value === 'string' ? value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim() : undefined

function mergeSkills(technical: string[], others: string[], { skills }: ModelFields, merge: Merge): void {
  const known = new Set([...technical, ...others].map((skill) => skill.toLowerCase()))
  for (const skill of skills) {
    const span = merge.locate(skill)
    if (!span || known.has(skill.trim().toLowerCase())) continue
    known.add(skill.trim().toLowerCase())
    technical.push(merge.take(`/skills/technical/${technical.length}`, span))
  }
}
